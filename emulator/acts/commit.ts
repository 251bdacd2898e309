import type { FlatTree } from '../git/git-store.ts'
import type { Account, Repository } from '../world/state.ts'
import type { World } from '../world/world.ts'

/** Writes a commit without moving a branch. */
export function commitOn(
  world: World,
  repository: Repository,
  commit: {
    readonly files: FlatTree
    readonly parents: readonly string[]
    readonly author: Account
    readonly message: string
  },
): string {
  const git = world.git(repository)
  const signature = {
    name: commit.author.login,
    email: `${commit.author.id}+${commit.author.login}@users.noreply.github.test`,
    seconds: Math.floor(world.clock.now().getTime() / 1000),
  }
  return git.writeCommit({
    tree: git.writeTree(commit.files),
    parents: commit.parents,
    author: signature,
    committer: signature,
    message: commit.message,
  }).oid
}
