import type { Mention } from '../../documents/markdown/mention.ts'
import { quoted } from '../../facts/quoted.ts'
import { type About, command } from '../model/command.ts'
import { maintainerSince } from '../model/refusal-texts.ts'

export const release = command(
  {
    word: 'release',
    who: 'maintainers',
    usage: '/release @someone <reason>',
    help: 'Remove a stakeholder (permanently recorded)',
    namesPeople: true,
    effect: 'consents',
    recuses: false,
    takesPosition: false,
    note: null,
  },
  {
    lacks({ names, afterNames }) {
      if (names.length === 0)
        return '`/release` needs a name and a reason: `/release @someone left the company`.'
      if (afterNames === '')
        return `\`/release\` needs a reason, because it stays on record: \`/release ${names.map(shownAs).join(' ')} left the company\`. Post it in a new comment.`
      return null
    },
    refusal: (why, about) =>
      why === 'names nobody who can be meant' ? whyNoneOfThem(about) : whyNotBy(about),
    advice: ({ said: { names }, isKnown }) => {
      const stranger = names.find((name) => !isKnown(name))
      return stranger ? nobodyToRelease(stranger) : null
    },
  },
)

function whyNotBy({ by, author, hasDeciders, isMaintainer }: About): string {
  if (by.id === author?.id)
    return "You can't release a stakeholder of your own RFC. Ask another maintainer to post `/release`."
  if (isMaintainer) return maintainerSince({ kind: 'command', word: 'release' })
  return hasDeciders
    ? '`/release` requires a maintainer (role maintain or admin) or one of `stakeholders.deciders`, other than the author. Ask one of them to post it.'
    : '`/release` requires a maintainer (role maintain or admin) other than the author. Ask one of them to post it.'
}

/** It consents, so when one of the names cannot be released, none is (C0). */
function whyNoneOfThem({ said: { names }, by, whoIs, isKnown }: About): string {
  const isOwn = names.some((name) => {
    const { personOrTeam } = whoIs(name)
    return personOrTeam?.kind === 'person' && personOrTeam.person.id === by.id
  })
  if (isOwn) return "You can't release yourself. To step out, comment `/recuse <reason>`."
  const stranger = names.find((name) => !isKnown(name)) ?? names[0]
  return nobodyToRelease(stranger)
}

function nobodyToRelease(name: Mention | undefined): string {
  const who = name ? quoted(shownAs(name)) : 'Nobody'
  return `${who} isn't a stakeholder of this RFC, so there is no one to release.`
}

/** Returns a name as people write it. */
export function shownAs(name: Mention): string {
  if (name.kind === 'invalid') return name.text
  return `@${name.kind === 'team' ? `${name.org}/${name.slug}` : name.login}`
}
