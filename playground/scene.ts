import type { Changes } from '@rfc-alignment/emulator/acts/changes.ts'
import type { CheckRun, IssueComment, PullRequest, Repository } from '@rfc-alignment/emulator/world/state.ts'
import type { Stage } from './stage.ts'

/** The name of the check on the branch everybody merges into. */
export const CHECK = 'RFC alignment: main'

function checkNameOf({ baseRef }: PullRequest): string {
  return `RFC alignment: ${baseRef}`
}

/** One pull request on a stage, played step by step. Every act waits until the App has answered it. */
export interface Scene {
  readonly repository: Repository
  readonly pull: () => PullRequest
  readonly opens: (
    who: string,
    files: Changes,
    how?: { draft?: boolean; body?: string; title?: string; base?: string },
  ) => Promise<void>
  readonly pushes: (who: string, files: Changes) => Promise<void>
  readonly forcePushes: (who: string, to: Changes | string) => Promise<void>
  readonly says: (who: string, text: string) => Promise<IssueComment>
  readonly edits: (who: string, comment: IssueComment, text: string) => Promise<void>
  readonly deletes: (who: string, comment: IssueComment) => Promise<void>
  /** Anything else that GitHub lets people do; the App is waited for afterwards. */
  readonly does: <Result>(act: () => Result) => Promise<Result>
  readonly triesToMerge: (who: string) => Promise<{ readonly merged: boolean; readonly answer: string }>
  /** The newest run of the check on the current head. */
  readonly check: () => CheckRun | undefined
  /** The App's sticky comment as it stands. */
  readonly sticky: () => string | undefined
  /** The App's other comments, oldest first. */
  readonly replies: () => readonly string[]
  readonly comments: () => readonly IssueComment[]
  readonly clock: () => string
}

/** Everybody of the cast may write, margaret maintains; the branch rule asks for the check of this App. */
export function openScene(stage: Stage, name: string, base: Changes = { 'README.md': '# Acme\n' }): Scene {
  const { github } = stage
  const repository = github.createRepository({
    owner: 'acme',
    name,
    files: base,
    collaborators: {
      author: 'write',
      ada: 'write',
      linus: 'write',
      grace: 'write',
      margaret: 'maintain',
      mallory: 'write',
    },
  })
  github.protect(repository, { branch: 'main', check: CHECK, appId: github.app.id })
  let opened: PullRequest | undefined
  const pull = () => {
    if (!opened) throw new Error('the pull request is not open yet')
    return opened
  }
  /** People take a minute for everything they do. */
  const does = async <Result>(act: () => Result): Promise<Result> => {
    github.clock.advance(60)
    const result = act()
    await stage.settled()
    return result
  }
  const own = () => github.comments(pull()).filter((comment) => comment.authorId === github.app.botId)
  return {
    repository,
    pull,
    does,
    opens: (who, files, { draft = false, body = '', title = 'An RFC', base = 'main' } = {}) =>
      does(() => {
        github.push(repository, 'rfc', files, { by: who })
        opened = github.openPullRequest(repository, { author: who, head: 'rfc', base, title, body, draft })
      }),
    pushes: (who, files) => does(() => void github.push(repository, 'rfc', files, { by: who })),
    forcePushes: (who, to) => does(() => void github.forcePush(repository, 'rfc', to, { by: who })),
    says: (who, text) => does(() => github.comment(pull(), who, text)),
    edits: (who, comment, text) => does(() => github.editComment(comment, who, text)),
    deletes: (who, comment) => does(() => github.deleteComment(comment, who)),
    triesToMerge: (who) =>
      does(() => {
        const outcome = github.merge(pull(), who)
        return { merged: outcome.merged, answer: outcome.merged ? 'merged' : outcome.rejection }
      }),
    check: () => opened && github.checkRuns(opened).find((run) => run.name === checkNameOf(pull())),
    sticky: () => own().find((comment) => comment.body.startsWith('<!-- rfc-alignment sticky'))?.body,
    replies: () =>
      own()
        .filter((comment) => comment.body.startsWith('<!-- rfc-alignment reply'))
        .map(({ body }) => body),
    comments: () => github.comments(pull()),
    clock: () => github.clock.iso(),
  }
}
