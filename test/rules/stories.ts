import { FILE, type Files, named, type Story, story, type StoryOptions } from './story.ts'

/** A story whose pull request changes these files. */
export function withFiles(files: Files, options: StoryOptions = {}): Story {
  const told = story(options)
  told.push(files)
  return told
}

/** A story whose RFC has this text. */
export const withText = (text: string, options: StoryOptions = {}) => withFiles({ [FILE]: text }, options)

/** The option of a story whose configuration has these lines. */
export const config = (...lines: readonly string[]) => ({ config: ['version: 1', ...lines, ''].join('\n') })

/** What people say, by login, in a story whose RFC names these. */
export function afterSaying(
  names: readonly string[],
  ...said: readonly (readonly [string, string])[]
): Story {
  const told = named(names)
  for (const [login, text] of said) told.say(login, text)
  return told
}

/** ada said something as a member of acme/sre, which the App's reaction proves, and then left the team. */
export function memberLeft(text: string): Story {
  const told = named(['linus', 'acme/sre'])
  told.team('sre', ['ada', 'linus'])
  told.say('ada', text)
  told.evaluate()
  told.team('sre', ['linus'])
  return told
}
