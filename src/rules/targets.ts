/**
 * At most this many people are looked up for the commands of one person, so that a flood of comments does not affect
 * others.
 */
export const MOST_TARGETS = 40
