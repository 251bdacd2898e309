import { nodeId } from '../node-id.ts'
import { must } from '../world/find.ts'
import type { Reaction, ReactionContent, Repository, Revision, Written } from '../world/state.ts'
import { actorView, associationOf, userView } from './actor.ts'
import { connection, type PageArguments } from './connection.ts'
import type { View, Viewing } from './viewing.ts'

/** GraphQL's words for REST's signs. */
export const REACTION_WORDS: Readonly<Record<string, ReactionContent>> = {
  THUMBS_UP: '+1',
  THUMBS_DOWN: '-1',
  LAUGH: 'laugh',
  HOORAY: 'hooray',
  CONFUSED: 'confused',
  HEART: 'heart',
  ROCKET: 'rocket',
  EYES: 'eyes',
}

/** The fields of everything that has a body: who wrote it, who edited it and how it read before (GH-163). */
export function writtenFields(viewing: Viewing, repository: Repository, text: Written, subject: () => View) {
  const last = text.revisions.at(-1)
  const bot = viewing.world.state.apps.get(viewing.access.installation.appId)?.botId
  return {
    author: () => actorView(viewing, text.authorId),
    authorAssociation: associationOf(viewing, repository, text.authorId),
    body: text.body,
    bodyText: text.body,
    createdAt: text.createdAt,
    publishedAt: text.createdAt,
    updatedAt: text.updatedAt,
    createdViaEmail: text.viaEmail,
    editor: () => actorView(viewing, last?.editorId ?? null),
    lastEditedAt: last?.editedAt ?? null,
    includesCreatedEdit: text.revisions.length > 0,
    viewerDidAuthor: text.authorId === bot,
    // Newest first; the oldest is the creation, which is only kept once there was an edit.
    userContentEdits: (args: PageArguments) =>
      connection(
        'userContentEdits',
        [...text.revisions].reverse(),
        args,
        ({ id }) => id,
        (each) => revisionView(viewing, each),
      ),
    reactions(args: PageArguments & { content?: string }) {
      const wanted = args.content === undefined ? undefined : REACTION_WORDS[args.content]
      const reactions = text.reactions.filter((each) => wanted === undefined || each.content === wanted)
      return connection(
        'reactions',
        reactions,
        args,
        ({ id }) => id,
        (each) => reactionView(viewing, each, subject),
      )
    },
    reactionGroups: () => reactionGroups(viewing, text, subject),
  }
}

export function reactionGroups(viewing: Viewing, text: Written, subject: () => View): View[] {
  const bot = viewing.world.state.apps.get(viewing.access.installation.appId)?.botId
  return Object.entries(REACTION_WORDS).map(([word, content]) => {
    const mine = text.reactions.filter((each) => each.content === content)
    return {
      __typename: 'ReactionGroup',
      content: word,
      createdAt: mine[0]?.createdAt ?? null,
      viewerHasReacted: mine.some((each) => each.userId === bot),
      subject,
      reactors: (args: PageArguments) =>
        connection(
          'reactors',
          mine,
          args,
          ({ id }) => id,
          (each) => actorView(viewing, each.userId),
        ),
    }
  })
}

export function reactionView(viewing: Viewing, reaction: Reaction, subject: () => View): View {
  const word = Object.entries(REACTION_WORDS).find(([, content]) => content === reaction.content)?.[0]
  return {
    __typename: 'Reaction',
    id: nodeId('REA', reaction.id),
    databaseId: reaction.id,
    content: must(word, 'word for a reaction'),
    createdAt: reaction.createdAt,
    // An App is no user: its reactions are nobody's here, and only `viewerHasReacted` shows them.
    user: () => userView(viewing, reaction.userId),
    reactable: subject,
  }
}

function revisionView(viewing: Viewing, revision: Revision): View {
  return {
    __typename: 'UserContentEdit',
    id: nodeId('UCE', revision.id),
    createdAt: revision.editedAt,
    editedAt: revision.editedAt,
    updatedAt: revision.deletedAt ?? revision.editedAt,
    deletedAt: revision.deletedAt,
    deletedBy: () => actorView(viewing, revision.deletedById),
    editor: () => actorView(viewing, revision.editorId),
    // Despite its name the whole text as it read at that revision.
    diff: revision.text,
  }
}
