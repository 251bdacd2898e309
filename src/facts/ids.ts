declare const kind: unique symbol

/**
 * A text or number of one kind. An id of one kind is not assignable to another, nor comparable with it; a plain text or
 * number is (ADR 56).
 */
export type Kind<Value, Name extends string> = Value & { readonly [kind]?: Name }

/** The name of a commit: 40 hexadecimal digits. */
export type CommitSha = Kind<string, 'commit'>

/** The name of a file's content in Git; where a folder is in its place, of the folder's. */
export type BlobId = Kind<string, 'blob'>

/** The name of a folder's content in Git. */
export type TreeId = Kind<string, 'tree'>

/** GitHub's name of an account, as it is spelled; compare accounts by `UserId`, and logins by `LoginKey`. */
export type Login = Kind<string, 'login'>

/** A login in lower case, to compare logins by: GitHub does not distinguish them by case. */
export type LoginKey = Login & Lowercase<string>

/** GitHub's number of an account, which stays when the account is renamed. */
export type UserId = Kind<number, 'user'>

/** GitHub's number of a team, which stays when the team is renamed. */
export type TeamId = Kind<number, 'team'>

/** GitHub's number of a repository, which stays when it is renamed or moved. */
export type RepositoryId = Kind<number, 'repository'>

/** GitHub's number of an App's installation. */
export type InstallationId = Kind<number, 'installation'>

/** The number of a pull request in its repository: `#12`. */
export type PullRequestNumber = Kind<number, 'pull request'>

/** The number of an objection on a pull request: `#1`. */
export type ObjectionNumber = Kind<number, 'objection'>

/** GitHub's number of a check run. */
export type RunId = Kind<number, 'check run'>

/** GitHub's number of a comment, review or line comment, as a text: it is wider than 32 bits. */
export type PostId = Kind<string, 'post'>

/** The id of an object in GitHub's GraphQL API. */
export type NodeId = Kind<string, 'node'>

/** A time as GitHub writes it, of which `wholeSecond` makes a `Timestamp`. */
export type GitHubTime = Kind<string, 'time of GitHub'>

/** A time in ISO 8601 to show to people. It may have fractions of a second; a `Timestamp` has none. */
export type Time = Kind<string, 'time'>

/** One of GitHub's times in ISO 8601, in UTC and with whole seconds: such times compare as strings. */
export type Timestamp = Time & `${number}-${number}-${number}T${string}`

/** Returns a login in lower case. */
export function loginKey(login: Login): LoginKey {
  return login.toLowerCase() as LoginKey
}
