import type { UserId } from './ids.ts'
import type { Person } from './person.ts'
import type { Snapshot } from './snapshot.ts'

/** Returns everybody a read shows, by id; of an account that changed its name, the one shown with what it wrote. */
export function peopleShown(snapshot: Snapshot): ReadonlyMap<UserId, Person> {
  const { posts, people, teams, deletions, askedForReview, pullRequest, remembered } = snapshot
  const shown = [
    ...[...remembered.logins].map(([login, id]): Person => ({ id, login, type: 'User' })),
    ...deletions.flatMap(({ author, by }) => [author, by]),
    ...askedForReview.map(({ person }) => person),
    ...[...teams.values()].flatMap((team) => (team.kind === 'found' ? team.members : [])),
    ...[...people.values()].flatMap((found) => (found.kind === 'found' ? [found.person] : [])),
    ...posts.flatMap(({ author, revisions }) => [...(revisions ?? []).map(({ editor }) => editor), author]),
    pullRequest.author,
  ]
  return new Map(shown.flatMap((person) => (person ? [[person.id, person]] : [])))
}
