/** Work that takes longer is cut off; it is done again later. */
export const LONGEST_WORK_SECONDS = 590
