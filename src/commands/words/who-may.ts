import type { About, Argument, Ineligible } from '../model/command.ts'
import { namedSince, notNamed } from '../model/refusal-texts.ts'

/** Returns the reply to a writer who was not a stakeholder when they posted. */
export function unnamed(_why: Ineligible, { by, said: { word }, isRequired }: About): string {
  const said = { kind: 'command', word } as const
  return isRequired ? namedSince(by, said) : notNamed(by, said)
}

/** Returns the reply to a command that anybody may use, and that the evidence refuses nobody. */
export function never(_why: Ineligible, { said: { word } }: About): string {
  return `\`/${word}\` wasn't counted. Post it again in a new comment.`
}

/** Returns what is wrong with a command that is followed only by mentions: it speaks for someone else (C2). */
export function forAnother({ word, mentions, onlyMentions }: Argument): string | null {
  if (!onlyMentions) return null
  const names = mentions.map((login) => `@${login}`).join(' ')
  const usage = word === 'disagree-commit' ? '/disagree-commit <reason>' : `/${word}`
  return `\`/${word} ${names}\` speaks for someone else, so it doesn't count. To speak for yourself, post \`${usage}\` in a new comment.`
}
