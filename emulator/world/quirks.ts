/**
 * What GitHub may do in more than one way: questions nobody has settled on the real one, and limits that are not
 * documented. Each can be changed at any time; the rows of docs/github-facts.md say what is known.
 */
export interface Quirks {
  /** A PATCH that changes the conclusion of a completed run is accepted and ignored (GH-45, GH-138). */
  ignoreConclusionPatch: boolean
  /** A PATCH whose output has no text removes the text that a run had (GH-202). */
  forgetsText: boolean
  /** Several runs of one name on a commit: the newest decides, or any red one blocks (GH-46). */
  sameNameRuns: 'newest' | 'any-red'
  /** Who deleted a comment is not shown; GitHub shows it only to those with write access (GH-25). */
  anonymousDeletions: boolean
  /** The refs of merge groups are not named as GH-150 has them. */
  oddGroupRefs: boolean
  /** Ids of deliveries are wider than the numbers of JavaScript, as GitHub's are (GH-76). */
  wideDeliveryIds: boolean
  /** `databaseId` beyond 2^31 comes as a number, as null, or as an error (GH-13). */
  wideIds: 'number' | 'null' | 'error'
  /** GraphQL hides the fields of a permission that an installation was not given, as from people's tokens (GH-32). */
  hidesWithoutPermission: boolean
  /** What the server says it is; older ones lack fields (GH-84). */
  serverVersion: string
  /** The versions of the REST API that the server knows (GH-177). */
  apiVersions: readonly string[]
  /** Above so many changed files no diff is computed: GraphQL says `changedFiles: 0, files: null` (GH-18). */
  mostFilesCompared: number
  /** Every comparison of two commits is rejected with 422 (GH-179). */
  rejectsComparisons: boolean
  /** Reviews that somebody else has begun are out of sight, but counted, or shown like others (GH-22). */
  pendingReviews: 'hidden' | 'counted' | 'shown'
  /** What a flagged account wrote is out of sight; whether it is counted (GH-21, GH-180). */
  countsFlagged: boolean
  /** After so many nodes GraphQL gives up on a query and answers in part; null: never (GH-40). */
  resourceLimit: number | null
  /** A query that asks for more nodes than this takes longer than ten seconds; null: none does (GH-40). */
  timesOutAbove: number | null
  /** What comes after ten seconds: the page of a proxy, or an answer of GraphQL's (GH-40). */
  timeoutForm: 'html' | 'json'
  /**
   * There is a quota: every answer reports it, and what is beyond it is rejected, as on github.com. Enterprise Server
   * has none unless its administrators set some (GH-81).
   */
  reportsQuota: boolean
  /** How much an hour allows of each (GH-153, GH-154). */
  quota: { core: number; graphql: number }
  /** More contents than this within a minute are rejected for a while; null: any number is taken (GH-156). */
  mostContentsAMinute: number | null
  /** Check runs are contents in that sense (GH-58). */
  checksAreContent: boolean
  /** An `external_id` of more characters is rejected; null: any is taken (GH-51). */
  longestExternalId: number | null
  /** It is cut in silence instead (GH-51). */
  cutsExternalId: boolean
  /** A name of a check of more characters is rejected; null: any is taken (GH-50). */
  longestCheckName: number | null
}

/** A GitHub as the evidence has it; where there is none, the kind that programs are usually written for. */
export function usualQuirks(): Quirks {
  return {
    ignoreConclusionPatch: false,
    forgetsText: false,
    sameNameRuns: 'newest',
    anonymousDeletions: false,
    oddGroupRefs: false,
    wideDeliveryIds: false,
    wideIds: 'number',
    hidesWithoutPermission: true,
    serverVersion: '3.20.0',
    apiVersions: ['2022-11-28'],
    mostFilesCompared: 5000,
    rejectsComparisons: false,
    pendingReviews: 'hidden',
    countsFlagged: false,
    resourceLimit: null,
    timesOutAbove: null,
    timeoutForm: 'html',
    reportsQuota: false,
    quota: { core: 5000, graphql: 5000 },
    mostContentsAMinute: null,
    checksAreContent: false,
    longestExternalId: null,
    cutsExternalId: false,
    longestCheckName: null,
  }
}
