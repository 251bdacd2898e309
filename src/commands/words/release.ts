import type { Mention } from '../../documents/markdown/mention.ts'
import { quoted } from '../../facts/quoted.ts'
import { keyOf, type PersonOrTeam, writtenKey } from '../../rfc/person-or-team.ts'
import { command, type Invocation } from '../model/command.ts'
import { ACCEPTED, rejected, rejectedUnnamed } from '../model/outcome.ts'
import { eligibilityOf } from '../model/permissions.ts'
import { closeAll, isOpenBy, UNSAID, update } from '../model/world.ts'

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
    may({ statement, permissions }) {
      if (statement.by.id === permissions.author?.id) {
        return rejected(
          "You can't release a stakeholder of your own RFC. Ask another maintainer to post `/release`.",
        )
      }
      const maintains = permissions.maintains(statement)
      if (maintains !== 'no') return maintains
      const decides = permissions.decides(statement)
      if (decides === 'shown now') return decides
      return rejected(
        decides === 'nobody does'
          ? '`/release` requires a maintainer (role maintain or admin) other than the author. Ask one of them to post it.'
          : '`/release` requires a maintainer (role maintain or admin) or one of `stakeholders.deciders`, other than the author. Ask one of them to post it.',
      )
    },
    argument({ names, afterNames }) {
      if (names.length === 0) {
        return rejected('`/release` needs a name and a reason: `/release @someone left the company`.')
      }
      if (afterNames === '') {
        return rejected(
          `\`/release\` needs a reason, because it stays on record: \`/release ${names.map(shownAs).join(' ')} left the company\`. Post it in a new comment.`,
        )
      }
      return { names, reason: afterNames }
    },
    apply(invocation, { names, reason }) {
      const { statement, permissions } = invocation
      const targets = names.map((name) => ({ name, personOrTeam: permissions.whoIs(name).personOrTeam }))
      // It consents, so when one of the names cannot be released, none is (C0).
      for (const { name, personOrTeam } of targets) {
        if (personOrTeam?.kind === 'person' && personOrTeam.person.id === statement.by.id)
          return rejected("You can't release yourself. To step out, comment `/recuse <reason>`.")
        if (
          !permissions.isWritten(writtenKey(name), statement.at) &&
          !(personOrTeam && isKnown(invocation, personOrTeam))
        )
          return rejectedUnnamed(
            `${quoted(shownAs(name))} isn't a stakeholder of this RFC, so there is no one to release.`,
          )
      }
      for (const { name, personOrTeam } of targets) setAside(invocation, name, personOrTeam, reason)
      return ACCEPTED
    },
  },
)

function shownAs(name: Mention): string {
  if (name.kind === 'invalid') return name.text
  return `@${name.kind === 'team' ? `${name.org}/${name.slug}` : name.login}`
}

function setAside(
  { world, statement: { by, at, post } }: Invocation,
  name: Mention,
  personOrTeam: PersonOrTeam | null,
  reason: string,
): void {
  const entry = { name: shownAs(name), at, by, reason, post }
  world.releases.push(entry)
  world.released.set(writtenKey(name), entry)
  if (personOrTeam) world.released.set(keyOf(personOrTeam), entry)
  if (personOrTeam?.kind !== 'person') return
  closeAll(world, personOrTeam.person, 'set aside')
  update(world, personOrTeam.person, { ...UNSAID, commitment: null })
  world.mustSpeak.delete(personOrTeam.person.id)
}

function isKnown({ world, statement, permissions }: Invocation, personOrTeam: PersonOrTeam): boolean {
  if (world.added.has(keyOf(personOrTeam))) return true
  if (personOrTeam.kind === 'team') return false
  const { id } = personOrTeam.person
  return (
    eligibilityOf(world, permissions, id, statement.at) !== 'no' ||
    world.mustSpeak.has(id) ||
    // Objections are dismissed whether or not the objector is a stakeholder (C3).
    world.objections.some((objection) => isOpenBy(objection, personOrTeam.person)) ||
    (world.standings.get(id)?.misaligned ?? null) !== null
  )
}
