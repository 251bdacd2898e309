import { COMMANDS } from '../commands/commands.ts'
import type { SpokenCommand } from '../commands/model/spoken.ts'
import { postOf, readForApp, spokenIn, type Texts } from '../commands/texts.ts'
import type { Mention } from '../documents/markdown/mention.ts'
import type { Timestamp, UserId } from '../facts/ids.ts'
import { type PostKey, postKey, postOfKey } from '../facts/keys.ts'
import type { Person } from '../facts/person.ts'
import { peopleShown } from '../facts/people-shown.ts'
import type { Post, Snapshot } from '../facts/snapshot.ts'
import { nameMeant } from '../ledger/observed/names.ts'
import { recordedCommands } from '../ledger/observed/recorded-commands.ts'
import { commandKey, type Digest, isSameButUnfound } from '../ledger/recorded-command.ts'
import type { Case } from '../rfc/case.ts'

/** The words and people behind what the ledger holds by digest and id, as far as GitHub shows them (L5). */
export interface Said {
  /** The post as it is shown; what is known of one that is not, without its words. */
  readonly post: (key: PostKey, author: UserId, at: Timestamp) => Post
  /**
   * The command of a post, in the newest revision that has it; null where GitHub shows none. A name in it may be found
   * now that was not, or the other way round.
   */
  readonly command: (post: PostKey, key: string) => SpokenCommand | null
  /** Whom `/add` names in what the author of a post wrote. */
  readonly addedIn: (post: PostKey) => readonly Mention[]
  readonly person: (id: UserId) => Person
}

/** Returns what a read shows of the people and words that the ledger tells of. */
export function saidIn(theCase: Case<Texts>, digestOf: (text: string) => Digest): Said {
  const { snapshot } = theCase
  const people = peopleShown(snapshot)
  const posts = new Map(snapshot.posts.map((post) => [postKey(post), post]))
  const texts = readForApp(theCase.texts, snapshot.appSlug)
  const recording = {
    digestOf,
    nameOf: (mention: Mention) => nameMeant(snapshot, mention, digestOf),
  }
  const known = new Map<PostKey, ReadonlyMap<string, SpokenCommand>>()
  const commandsOf = (key: PostKey) => {
    const before = known.get(key)
    if (before) return before
    const post = posts.get(key)
    const revisions = post ? [...(post.revisions ?? []).map(({ text }) => text), post.text] : []
    const all = revisions.flatMap((text) => (text === null ? [] : spokenIn(postOf(texts, text))))
    const commands = new Map(
      all.flatMap((said): readonly [string, SpokenCommand][] => {
        if (said.kind !== 'command') return []
        return recordedCommands([said], recording).map((recorded) => [commandKey(recorded), said])
      }),
    )
    known.set(key, commands)
    return commands
  }
  const person = (id: UserId): Person => people.get(id) ?? { id, login: 'ghost', type: 'User' }
  return {
    person,
    command: (post, key) => commandsOf(post).get(key) ?? withOtherNames(commandsOf(post), key),
    addedIn: (key) => {
      const post = posts.get(key)
      const own = post?.revisions?.filter(({ editor }) => editor?.id === post.author?.id)
      return (own ?? [])
        .flatMap(({ text }) => (text === null ? [] : spokenIn(postOf(texts, text))))
        .flatMap((said) => (said.kind === 'command' && said.word === 'add' ? said.names : []))
    },
    post: (key, author, at) => posts.get(key) ?? goneFrom(snapshot, key, person(author), at),
  }
}

/** Returns the one command that differs from another only by names that one of the two could not find. */
function withOtherNames(commands: ReadonlyMap<string, SpokenCommand>, key: string): SpokenCommand | null {
  const alike = [...commands].filter(([other]) => isSameButUnfound(key, other))
  return alike.length === 1 ? (alike[0]?.[1] ?? null) : null
}

/** Returns the reason that a command gives: what follows it, or the people it names. */
export function reasonOf(said: SpokenCommand | null): string {
  if (said === null) return ''
  return COMMANDS[said.word].namesPeople ? said.afterNames : said.reason
}

function goneFrom({ pullRequest }: Snapshot, key: PostKey, author: Person, at: Timestamp): Post {
  const { on, id } = postOfKey(key)
  return {
    on,
    id,
    nodeId: '',
    url: pullRequest.url,
    author,
    at,
    updatedAt: at,
    text: '',
    viaEmail: false,
    revisions: null,
    review: null,
    reacted: [],
  }
}
