/** A fault put into the source by hand, and the one test file that must notice it. */
export interface Mutant {
  /** What the code does with the fault in it. */
  readonly fault: string
  /** The rules that it breaks. */
  readonly rules: readonly string[]
  readonly edits: readonly Edit[]
  readonly test: string
}

/** Several edits make one fault where the code guards against it in several places. */
interface Edit {
  readonly file: string
  /** Stands in the file exactly once. */
  readonly search: string
  readonly replace: string
}

/**
 * The faults from which an App of this kind is known to go green wrongly. A mutant whose search text is gone from its
 * file has to be written anew: the fault is still possible.
 */
export const MUTANTS: readonly Mutant[] = [
  {
    fault: 'a text that proposes nothing passes once everybody has committed',
    rules: ['T7'],
    edits: [
      {
        file: 'src/rules/evaluate-rfc.ts',
        search: '[...stillToAlign, ...problemFirst.unproposed]',
        replace: '[...stillToAlign]',
      },
    ],
    test: 'test/rules/problem-first.test.ts',
  },
  {
    fault: 'a commitment while nothing was proposed is one to the proposal that comes later',
    rules: ['T7', 'F2'],
    edits: [
      {
        file: 'src/rfc/freshness.ts',
        search:
          "unproposedAt(theCase, version).length > 0 ? { kind: 'to nothing' } : compare(read(version), now)",
        replace: 'compare(read(version), now)',
      },
    ],
    test: 'test/rules/problem-first.test.ts',
  },
  {
    fault: 'the body of a dismissed review still consents',
    rules: ['C7'],
    edits: [
      {
        file: 'src/ledger/events.ts',
        search: '...(at ? [takenBack(texts[0].revision, at, null, true)] : []),',
        replace: '',
      },
    ],
    test: 'test/ledger/fold.test.ts',
  },
  {
    fault: 'a released person is not waited for, although somebody else deletes what they say',
    rules: ['C3', 'C6'],
    edits: [
      {
        file: 'src/ledger/fold.ts',
        search: '  state.released.delete(personName(person))\n',
        replace: '',
      },
      {
        file: 'src/rules/stakeholder-statuses.ts',
        search: 'if (facts.mustSpeak) return',
        replace: 'if (facts.mustSpeak && !facts.release) return',
      },
    ],
    test: 'test/commands/words/release.test.ts',
  },
  {
    fault: 'an objection that is edited away gives back the commitment it had ended',
    rules: ['C6', 'P1'],
    edits: [
      {
        file: 'src/ledger/events.ts',
        search: "word === 'doubt' && line !== null &&",
        replace: 'line !== null &&',
      },
    ],
    test: 'test/ledger/removals.test.ts',
  },
  {
    fault: 'a commitment with a condition is one without',
    rules: ['C8'],
    edits: [
      {
        file: 'src/commands/note.ts',
        search: "if (CONDITION.test(note)) return 'condition'",
        replace: '',
      },
    ],
    test: 'test/commands/look-alikes.test.ts',
  },
  {
    fault: 'what a list objects to is not heard',
    rules: ['C9'],
    edits: [
      {
        file: 'src/commands/read-tree.ts',
        search: 'found.push(...itemSpots(block)',
        replace: 'void (itemSpots(block)',
      },
    ],
    test: 'test/commands/look-alikes.test.ts',
  },
  {
    fault: 'a branch whose rules cannot be seen is taken for one without rules',
    rules: ['V1'],
    edits: [
      {
        file: 'src/doctor/posture.ts',
        search: "  if (unseen !== null) return 'cannot see'\n",
        replace: '',
      },
    ],
    test: 'test/doctor/doctor.test.ts',
  },
  {
    fault: 'a check that any source may report is taken for one that is pinned',
    rules: ['V1'],
    edits: [
      {
        file: 'src/doctor/posture.ts',
        search: 'requirements.some((each) => each.appId === appId)',
        replace: 'requirements.some((each) => each.appId === appId || each.appId === null)',
      },
    ],
    test: 'test/doctor/doctor.test.ts',
  },
  {
    fault: 'an RFC that names nobody is green',
    rules: ['S5'],
    edits: [
      {
        file: 'src/rfc/document-problems.ts',
        search: 'names.names.length + names.nameless.length > 0',
        replace: 'names.names.length + names.nameless.length >= 0',
      },
      {
        file: 'src/rules/verdict-problems.ts',
        search: 'if (left >= minimum || isReported) return []',
        replace: 'if (isNobody || left >= minimum || isReported) return []',
      },
      {
        file: 'src/rules/evaluate-rfc.ts',
        search: 'const everybody = isAnybody && !isWaiting',
        replace: "const everybody = isAnybody && !isWaiting\n  if (!isAnybody) return 'committed'",
      },
    ],
    test: 'test/rfc/stakeholders.test.ts',
  },
  {
    fault: 'the author is enough to make a green',
    rules: ['S5'],
    edits: [
      {
        file: 'src/rules/verdict-problems.ts',
        search: 'const people = rows.filter((row) => !row.isAuthor && !isAway(row))',
        replace: 'const people = rows.filter((row) => !isAway(row))',
      },
    ],
    test: 'test/rfc/stakeholders.test.ts',
  },
  {
    fault: 'people who are taken out of the document are dropped',
    rules: ['S6'],
    edits: [
      {
        file: 'src/rfc/stakeholders.ts',
        search: '    ...earlier,\n',
        replace: '',
      },
    ],
    test: 'test/rfc/stakeholders.test.ts',
  },
  {
    fault: 'a tip that was never announced names nobody',
    rules: ['S6'],
    edits: [
      {
        file: 'src/rfc/versions.ts',
        search: 'return along(snapshot, all).map(',
        replace:
          'return along(snapshot, all.filter((each) => versions.some(({ commit }) => commit === each.commit))).map(',
      },
    ],
    test: 'test/rules/named-earlier.test.ts',
  },
  {
    fault: 'a name that is gone again is forgiven for as long as one likes',
    rules: ['S6', 'D5'],
    edits: [
      {
        file: 'src/rfc/stretches.ts',
        search: 'return !isMistake(Date.parse(until) - Date.parse(tip.since))',
        replace: 'return !isMistake(0)',
      },
    ],
    test: 'test/rules/named-earlier.test.ts',
  },
  {
    fault: 'a name that is gone again is forgiven, whatever people said meanwhile',
    rules: ['S6'],
    edits: [
      {
        file: 'src/rfc/stretches.ts',
        search: 'statements.some(isWithin) || ',
        replace: '',
      },
    ],
    test: 'test/rules/named-earlier.test.ts',
  },
  {
    fault: 'a push of which nobody told is taken for one that was seen at once',
    rules: ['S6'],
    edits: [
      {
        file: 'src/rfc/stretches.ts',
        search: 'if (until === null || !tip.isTimeKnown) return true',
        replace: 'if (until === null) return true',
      },
    ],
    test: 'test/ledger/timeline.test.ts',
  },
  {
    fault: 'a login is folded before it is looked at',
    rules: ['S4'],
    edits: [
      {
        file: 'src/documents/markdown/mention.ts',
        search: '.exec(written.slice(1))',
        replace: '.exec(written.slice(1).toLowerCase())',
      },
    ],
    test: 'test/documents/markdown/mention.test.ts',
  },
  {
    fault: 'a bot makes statements',
    rules: ['C5'],
    edits: [
      {
        file: 'src/ledger/observed/observed-posts.ts',
        search: "if (author?.type !== 'User') return []",
        replace: 'if (author === null) return []',
      },
      {
        file: 'src/rules/missing-inputs.ts',
        search: "    .filter(({ author }) => author === null || author.type === 'User')\n",
        replace: '',
      },
    ],
    test: 'test/commands/edited-away.test.ts',
  },
  {
    fault: 'people are told apart by their login, which may change hands',
    rules: ['C5', 'S4'],
    edits: [
      {
        file: 'src/ledger/observed/observed-posts.ts',
        search: 'each.editor?.id ?? null, each)',
        replace: '(each.editor?.login === author.login ? author : each.editor)?.id ?? null, each)',
      },
    ],
    test: 'test/commands/edited-away.test.ts',
  },
  {
    fault: 'a word that cannot be judged yet is vouched for by the 👍 of another one beside it',
    rules: ['C0', 'V6'],
    edits: [
      {
        file: 'src/report/publication.ts',
        search: ".filter((reaction) => reaction === 'confused')",
        replace: '',
      },
    ],
    test: 'test/ledger/observed/sights.test.ts',
  },
  {
    fault: 'who edited a comment is not looked at',
    rules: ['C5'],
    edits: [
      {
        file: 'src/ledger/revisions.ts',
        search: "return by === all[0].author ? 'the author' : 'somebody else'",
        replace: "return 'the author'",
      },
    ],
    test: 'test/commands/edited-away.test.ts',
  },
  {
    fault: 'of a comment only the last edit is looked at',
    rules: ['C5'],
    edits: [
      {
        file: 'src/ledger/events.ts',
        search: "texts.find(({ by }) => by !== 'the author')",
        replace: "texts.slice(-1).find(({ by }) => by !== 'the author')",
      },
    ],
    test: 'test/commands/edited-away.test.ts',
  },
  {
    fault: 'commands are found by pattern in the raw text',
    rules: ['C2'],
    edits: [
      {
        file: 'src/commands/parse-post.ts',
        search: 'lines.flatMap((line) => wordOn(line, text))',
        replace:
          "[...text.matchAll(/^\\/.*$/gm)].map(({ index, 0: line }) => ({ start: index, end: index + line.length, lineStart: index, doubt: null, before: '' })).flatMap((line) => wordOn(line, text))",
      },
    ],
    test: 'test/commands/parse-post.test.ts',
  },
  {
    fault: 'a comment made in the second of an announcement belongs to what was announced',
    rules: ['F1'],
    edits: [
      {
        file: 'src/ledger/tips.ts',
        search: '(inOrder[middle]?.at ?? time) < time',
        replace: '(inOrder[middle]?.at ?? time) <= time',
      },
    ],
    test: 'test/ledger/fold.test.ts',
  },
  {
    fault: 'an announcement made for another pull request counts',
    rules: ['F1'],
    edits: [
      {
        file: 'src/rfc/heads.ts',
        search: '.filter(({ externalId }) => readExternalId(externalId)?.number === pullRequest.number)',
        replace: '',
      },
    ],
    test: 'test/rfc/heads.test.ts',
  },
  {
    fault: 'front matter is not material',
    rules: ['F2'],
    edits: [
      {
        file: 'src/rfc/material.ts',
        search: 'const whole = { frontMatter: true,',
        replace: 'const whole = { frontMatter: false,',
      },
    ],
    test: 'test/rfc/material.test.ts',
  },
  {
    fault: 'a committed text may be moved over another RFC',
    rules: ['F2a'],
    edits: [
      {
        file: 'src/rfc/material.ts',
        search: 'if (replaces === null) return',
        replace: 'if (path !== null) return',
      },
    ],
    test: 'test/rfc/material.test.ts',
  },
  {
    fault: 'a role that changes makes nobody stale',
    rules: ['F2b'],
    edits: [
      {
        file: 'src/rfc/role-changes.ts',
        search: 'old.role === fresh.role',
        replace: 'old.name === fresh.name',
      },
    ],
    test: 'test/rfc/role-changes.test.ts',
  },
  {
    fault: 'a merge past the check counts as decided',
    rules: ['R2'],
    edits: [
      {
        file: 'src/report/merge-record.ts',
        search: "record.state === 'committed' && basis",
        replace: 'basis',
      },
    ],
    test: 'test/report/merge-record.test.ts',
  },
  {
    fault: 'the old path of a renamed file is passed over',
    rules: ['D2'],
    edits: [
      {
        file: 'src/rfc/changed-files.ts',
        search: "(change === 'renamed' && previousPath !== null && isRfcPath(config, previousPath))",
        replace: 'false',
      },
    ],
    test: 'test/rfc/versions.test.ts',
  },
  {
    fault: 'a configuration that cannot be read counts as none',
    rules: ['D1', '§13'],
    edits: [
      {
        file: 'src/rfc/policy.ts',
        search: "if (file.kind === 'absent')",
        replace: "if (file.kind !== 'text')",
      },
    ],
    test: 'test/rfc/config-change.test.ts',
  },
  {
    fault: 'the configuration is read at the head',
    rules: ['D1'],
    edits: [
      {
        file: 'src/github/pull-request.graphql',
        search: '  baseRef {',
        replace: '  baseRef: headRef {',
      },
    ],
    test: 'test/github/read-pull-request.test.ts',
  },
  {
    fault: 'only the first page of a list is read',
    rules: ['V6'],
    edits: [
      {
        file: 'src/github/pages.ts',
        search: 'if (!goesOn) return null',
        replace: 'return null',
      },
    ],
    test: 'test/github/read-pull-request.test.ts',
  },
  {
    fault: 'errors beside the data of an answer are passed over',
    rules: ['V6'],
    edits: [
      {
        file: 'src/github/ask.ts',
        search: 'if (problems.length > 0) throw',
        replace: 'if (problems.length > 0 && !data) throw',
      },
    ],
    test: 'test/github/faults.test.ts',
  },
  {
    fault: 'a file that may not be read counts as absent',
    rules: ['D1', 'V6'],
    edits: [
      {
        file: 'src/github/null-fields.ts',
        search: "answers: ['NOT_FOUND'],\n    means: 'The file is absent",
        replace: "answers: ['NOT_FOUND', 'FORBIDDEN'],\n    means: 'The file is absent",
      },
    ],
    test: 'test/github/null-fields.test.ts',
  },
  {
    fault: 'how many files GitHub counts is passed over',
    rules: ['D6', 'V6'],
    edits: [
      {
        file: 'src/github/changes.ts',
        search: 'if (files.length !== changedFiles) {',
        replace: 'if (files.length > changedFiles) {',
      },
    ],
    test: 'test/github/read-pull-request.test.ts',
  },
  {
    fault: 'an empty list of files is believed, although the trees differ',
    rules: ['D6'],
    edits: [
      {
        file: 'src/github/changes.ts',
        search:
          'if (changedFiles === 0 && !(await isEmpty(reader, reference, ends, listed.tree))) return NOT_LISTED',
        replace: '',
      },
    ],
    test: 'test/github/read-pull-request.test.ts',
  },
  {
    fault: 'a brief read passes over the marks of a former RFC',
    rules: ['D5'],
    edits: [
      {
        file: 'src/rfc/never-an-rfc.ts',
        search:
          'return id !== null && id.number === number && !id.wasRfc && !hasLedger && id.kept.length === 0',
        replace: 'return id !== null && id.number === number',
      },
    ],
    test: 'test/rfc/never-an-rfc.test.ts',
  },
  {
    fault: 'what GitHub counts and never shows is passed over',
    rules: ['V6'],
    edits: [
      {
        file: 'src/rules/evaluate.ts',
        search: 'const gap = isRfc(theCase) ? snapshot.gaps[0] : undefined',
        replace: 'const gap = undefined',
      },
    ],
    test: 'test/rules/evaluate.test.ts',
  },
  {
    fault: 'a symbolic link is followed',
    rules: ['T5'],
    edits: [
      {
        file: 'src/github/file-at.ts',
        search: "if (mode === 0o120000) return 'a symbolic link'",
        replace: "if (mode === 0o120000) return 'a file'",
      },
    ],
    test: 'test/github/read-more.test.ts',
  },
  {
    fault: 'a snapshot is believed that does not show what its webhook announced',
    rules: ['V6'],
    edits: [
      {
        file: 'src/pipeline/evaluate-pull-request.ts',
        search: '  await mustShowTriggers(parts, request, reference, facts, remembered)\n',
        replace: '',
      },
    ],
    test: 'test/dialogues/stale-reads.test.ts',
  },
  {
    fault: 'the name of the check leaves out the base',
    rules: ['V1'],
    edits: [
      {
        file: 'src/report/check.ts',
        search: 'export function checkName(baseName: string): string {\n',
        replace: "export function checkName(baseName: string): string {\n  baseName = 'main'\n",
      },
    ],
    test: 'test/dialogues/gate.test.ts',
  },
  {
    fault: 'what cannot be evaluated is neutral, which passes',
    rules: ['V1'],
    edits: [
      {
        file: 'src/report/check.ts',
        search:
          "return checkRun({ number, evaluated, conclusion: 'failure', title, summary, annotations: [], ledger })",
        replace:
          "return checkRun({ number, evaluated, conclusion: 'neutral', title, summary, annotations: [], ledger })",
      },
    ],
    test: 'test/pipeline/evaluate.test.ts',
  },
  {
    fault: 'only the green on the current head is taken away',
    rules: ['V7'],
    edits: [
      {
        file: 'src/report/writes.ts',
        search: ".filter((run) => run.conclusion === 'success' || isLastGreen(facts, run, written))",
        replace: ".filter((run) => run.conclusion === 'success' && run.commit === facts.pullRequest.head)",
      },
    ],
    test: 'test/report/writes.test.ts',
  },
  {
    fault: 'of pull requests with one head the one decides that had it last',
    rules: ['V7'],
    edits: [
      {
        file: 'src/facts/same-head.ts',
        search: 'next.since < first.since ||',
        replace: 'next.since > first.since ||',
      },
    ],
    test: 'test/pipeline/who-carries.test.ts',
  },
  {
    fault: 'what is posted beside the pull request that carries the decision counts',
    rules: ['V7'],
    edits: [
      {
        file: 'src/ledger/events.ts',
        search: "event.kind === 'used' && isCarried(event.first, event.command)",
        replace: "event.kind === 'used' && !event && isCarried(event, event)",
      },
    ],
    test: 'test/ledger/carried.test.ts',
  },
  {
    fault: 'a pull request that is no RFC passes an RFC on the same head',
    rules: ['V7'],
    edits: [
      {
        file: 'src/pipeline/evaluate-same-head.ts',
        search: '  if (!isNoRfc(decides)) return',
        replace: '  if (decides) return',
      },
    ],
    test: 'test/dialogues/shared-head.test.ts',
  },
  {
    fault: 'of what makes a shared check fail the best counts',
    rules: ['V7'],
    edits: [
      {
        file: 'src/facts/same-head.ts',
        search: 'RANK[one] > RANK[other]',
        replace: 'RANK[one] < RANK[other]',
      },
    ],
    test: 'test/dialogues/shared-head.test.ts',
  },
  {
    fault: 'a green is taken away by a run in progress, which GitHub does not take back',
    rules: ['V1', 'V7'],
    edits: [
      {
        file: 'src/github/write-run.ts',
        search: "    status: 'completed' as const,\n    conclusion,\n",
        replace:
          "    ...(conclusion === 'success' ? { status: 'completed' as const, conclusion } : { status: 'in_progress' as const }),\n",
      },
    ],
    test: 'test/github/write.test.ts',
  },
  {
    fault: 'a green that was taken away is not read back',
    rules: ['V7'],
    edits: [
      {
        file: 'src/github/write-run.ts',
        search: 'if (isThere && !(takesGreenAway && (await isGreen(octokit, reference, id)))) return id',
        replace: 'if (isThere) return id',
      },
    ],
    test: 'test/github/write.test.ts',
  },
  {
    fault: 'a verdict is lost with a text that GitHub refuses',
    rules: ['V3'],
    edits: [
      {
        file: 'src/github/write-run.ts',
        search: 'if (!(error instanceof GitHubFault && error.status === 422)) throw error',
        replace: 'if (error) throw error',
      },
    ],
    test: 'test/github/write.test.ts',
  },
  {
    fault: 'of a merge group only the last pull request is judged',
    rules: ['V8'],
    edits: [
      {
        file: 'src/facts/merge-group.ts',
        search: 'numbers: [...new Set(numbers)]',
        replace: 'numbers: [...new Set(numbers.slice(-1))]',
      },
    ],
    test: 'test/facts/merge-group.test.ts',
  },
  {
    fault: 'a merge group fails though it is not known yet whether a pull request on its commit blocks',
    rules: ['V8'],
    edits: [
      {
        file: 'src/pipeline/evaluate-group-member.ts',
        search: "blocking.every(({ mayHeal }) => mayHeal) ? mayShowYet : 'red'",
        replace: "'red'",
      },
    ],
    test: 'test/pipeline/evaluate-group-member.test.ts',
  },
  {
    fault: 'a permission that was accepted is not noticed for minutes',
    rules: ['V8'],
    edits: [
      {
        file: 'src/github/open-github.ts',
        search: '      hidden.delete(installationId)\n',
        replace: '',
      },
    ],
    test: 'test/dialogues/unread-groups.test.ts',
  },
  {
    fault: 'a merge group is always green',
    rules: ['V8'],
    edits: [
      {
        file: 'src/report/group-check.ts',
        search: 'const isGreen = red.length === 0',
        replace: 'const isGreen = red.length < 99',
      },
    ],
    test: 'test/dialogues/merge-queue.test.ts',
  },
  {
    fault: 'a delivery is acknowledged before it is kept',
    rules: ['TH-1', 'TH-6'],
    edits: [
      {
        file: 'src/webhooks/receive.ts',
        search: '      await accept(checked.delivery)',
        replace: '      answer(response, 202, "Accepted.")\n      await accept(checked.delivery)',
      },
    ],
    test: 'test/webhooks/receive.test.ts',
  },
  {
    fault: 'a delivery that was kept is kept again when it comes again',
    rules: ['TH-2', 'TH-10'],
    edits: [
      {
        file: 'src/store/delivery-rows.ts',
        search: ".where('inbox.state', '=', 'dead')",
        replace: ".where('inbox.state', 'is not', null)",
      },
    ],
    test: 'test/store/store.test.ts',
  },
  {
    fault: 'a delivery whose work ended in failure is passed over when GitHub delivers it again',
    rules: ['TH-11'],
    edits: [
      {
        file: 'src/store/delivery-rows.ts',
        search: ".where('inbox.state', '=', 'dead')",
        replace: ".where('inbox.state', 'is', null)",
      },
    ],
    test: 'test/store/store.test.ts',
  },
  {
    fault: 'who slept between reading and writing writes all the same',
    rules: ['TH-26', 'TH-27'],
    edits: [
      {
        file: 'src/pipeline/leased-ports.ts',
        search: "    if (now === 'lost') throw new LeaseLost('lease lost')\n",
        replace: '',
      },
    ],
    test: 'test/pipeline/leased-ports.test.ts',
  },
  {
    fault: 'every number of an evaluation is still ours',
    rules: ['TH-26', 'TH-27'],
    edits: [
      {
        file: 'src/store/evaluation-rows.ts',
        search: ".select('wanted')\n    .where('key', '=', key)\n    .where('fence', '=', fence)",
        replace: ".select('wanted')\n    .where('key', '=', key)\n    .where('fence', '>=', fence)",
      },
    ],
    test: 'test/queue/queue.test.ts',
  },
  {
    fault: 'a secret that stands in every example is taken',
    rules: ['TH-15'],
    edits: [
      {
        file: 'src/settings/weak-secret.ts',
        search: "  'development',\n",
        replace: '',
      },
    ],
    test: 'test/settings/settings.test.ts',
  },
  {
    fault: 'whom a delivery is meant for is not looked at',
    rules: ['TH-17'],
    edits: [
      {
        file: 'src/webhooks/receive.ts',
        search: "return type === 'integration' && id === String(appId)",
        replace: "return type !== '' || id === String(appId)",
      },
    ],
    test: 'test/webhooks/receive.test.ts',
  },
  {
    fault: 'an answer that shows a commit without the run written on it is believed',
    rules: ['V6', 'V7'],
    edits: [
      {
        file: 'src/pipeline/stale-read.ts',
        search: '[head, ...facts.commits, ...lines]',
        replace: '[head]',
      },
    ],
    test: 'test/dialogues/stale-reads.test.ts',
  },
  {
    fault: 'a list of posts is believed that lacks one that was judged',
    rules: ['V6', 'P5'],
    edits: [
      {
        file: 'src/pipeline/stale-read.ts',
        search: 'comments.length + gone < outline.comments.count',
        replace: 'comments.length + gone < 0',
      },
      {
        file: 'src/pipeline/stale-read.ts',
        search: "(changedLast?.updatedAt ?? '~') < (outline.comments.changedAt ?? '')",
        replace: 'false',
      },
    ],
    test: 'test/dialogues/stale-reads.test.ts',
  },
  {
    fault: 'what somebody else put under the name of the App is kept below a resolved reply',
    rules: ['C4'],
    edits: [
      {
        file: 'src/report/replies.ts',
        search: 'editedByOthers || said.length > LONGEST_KEPT',
        replace: 'said.length > LONGEST_KEPT',
      },
    ],
    test: 'test/report/writes.test.ts',
  },
  {
    fault: 'an answer that stands on a pull request goes when its reader is answered on another one',
    rules: ['C9'],
    edits: [
      {
        file: 'src/rules/hints.ts',
        search: '&&\n    !hasReply(snapshot, post)',
        replace: '',
      },
    ],
    test: 'test/rules/hints.test.ts',
  },
  {
    fault: 'a green is left on a commit that was left to another pull request',
    rules: ['V7'],
    edits: [
      {
        file: 'src/report/writes.ts',
        search: 'isLeftToOthers(facts, run) ||',
        replace: '',
      },
    ],
    test: 'test/report/writes.test.ts',
  },
  {
    fault: 'a commitment that ties with a hold of its writer closes objections',
    rules: ['C0', 'P1'],
    edits: [
      {
        file: 'src/ledger/events.ts',
        search: 'return withoutTies(judged.toSorted(inOrder))',
        replace: 'return judged.toSorted(inOrder)',
      },
    ],
    test: 'test/ledger/use-command.test.ts',
  },
  {
    fault: 'an older version turns a check green beside a newer one',
    rules: ['TH-28'],
    edits: [
      {
        file: 'src/pipeline/leased-ports.ts',
        search: '    if (!(await rules.areNewest())) throw new OlderRules()\n',
        replace: '',
      },
    ],
    test: 'test/pipeline/leased-ports.test.ts',
  },
  {
    fault: 'what shows green waits in line with the others after a limit',
    rules: ['TH-132'],
    edits: [
      {
        file: 'src/store/evaluation-rows.ts',
        search: "{ first: 1, 'in line': 0, behind: -1 }",
        replace: "{ first: 0, 'in line': 0, behind: -1 }",
      },
    ],
    test: 'test/queue/queue.test.ts',
  },
  {
    fault: 'background work takes the quota to its end',
    rules: ['TH-132'],
    edits: [{ file: 'src/github/quota-share.ts', search: 'KEPT_SHARE = 0.25', replace: 'KEPT_SHARE = 0' }],
    test: 'test/github/quota-share.test.ts',
  },
  {
    fault: 'an RFC that passes waits with the background work',
    rules: ['V6', 'TH-132'],
    edits: [
      {
        file: 'src/pipeline/spare-quota.ts',
        search: '        if (await isPassingRfc(recall, reference)) return await evaluate(request)\n',
        replace: '',
      },
    ],
    test: 'test/pipeline/spare-quota.test.ts',
  },
  {
    fault: 'an approving review is taken for chat',
    rules: ['TH-132'],
    edits: [
      {
        file: 'src/rules/takes-away.ts',
        search: "if (!told || (told.review !== null && told.review !== 'commented')) return false",
        replace: 'if (!told) return false',
      },
    ],
    test: 'test/rules/takes-away.test.ts',
  },
  {
    fault: 'an evaluation that began before an objection writes its success',
    rules: ['V6'],
    edits: [
      {
        file: 'src/pipeline/leased-ports.ts',
        search: "    if ((await ask()) === 'overtaken') throw new Overtaken()",
        replace: '    await ask()',
      },
    ],
    test: 'test/pipeline/leased-ports.test.ts',
  },
  {
    fault: 'a success stands while GitHub cannot be read, whatever its events say',
    rules: ['V6'],
    edits: [
      {
        file: 'src/pipeline/take-away-success.ts',
        search: 'if (!(await isInDoubt(parts, reference, triggers, remembered))) return true',
        replace: 'if (remembered) return true',
      },
    ],
    test: 'test/dialogues/taken-away.test.ts',
  },
  {
    fault: 'a success falls alone, and those that rest on it stand',
    rules: ['V7', 'V8'],
    edits: [
      {
        file: 'src/pipeline/take-away-success.ts',
        search: '[own, ...others].filter',
        replace: '[own].filter',
      },
    ],
    test: 'test/dialogues/taken-away.test.ts',
  },
  {
    fault: 'any label takes a success away while GitHub cannot be read',
    rules: ['V6', 'D3'],
    edits: [
      {
        file: 'src/rules/takes-away.ts',
        search: '.filter((name) => rfcLabels.includes(name))',
        replace: '',
      },
    ],
    test: 'test/rules/takes-away.test.ts',
  },
  {
    fault: 'a failure waits for a limit that prose met',
    rules: ['V7'],
    edits: [
      {
        file: 'src/github/quota-gate.ts',
        search: "    if (passes === 'all limits') return 0\n",
        replace: '',
      },
    ],
    test: 'test/github/quota-gate.test.ts',
  },
  {
    fault: 'everybody who is signed in reads every RFC on the board',
    rules: ['TH-146'],
    edits: [
      {
        file: 'src/store/board-rows.ts',
        search: ": dialect.isOneOf('repository_id', readable.repositories),",
        replace: ": eb.or([dialect.isOneOf('repository_id', readable.repositories), eb.lit(true)]),",
      },
    ],
    test: 'test/board/board.test.ts',
  },
  {
    fault: 'an answer of GitHub signs in whichever browser brings it',
    rules: ['TH-148'],
    edits: [
      {
        file: 'src/board/visitors.ts',
        search: "const binding = getCookie(context, SIGN_IN, 'host')",
        replace: "const binding = 'anybody'",
      },
      {
        file: 'src/board/visitors.ts',
        search: 'const [state, binding, verifier] = [randomToken(), randomToken(), randomToken()]',
        replace: "const [state, binding, verifier] = [randomToken(), 'anybody', randomToken()]",
      },
    ],
    test: 'test/board/board.test.ts',
  },
  {
    fault: 'a quorum that a team never had the members for means all of them',
    rules: ['S3'],
    edits: [
      {
        file: 'src/rfc/name-problems.ts',
        search: 'quorum <= (snapshot.remembered.quorums.get(id) ?? 0)',
        replace: 'quorum > 0',
      },
    ],
    test: 'test/rules/stakeholder-statuses.test.ts',
  },
  {
    fault: "the author's word fills a quorum",
    rules: ['S3'],
    edits: [
      {
        file: 'src/rules/positions.ts',
        search: 'members.filter((member) => all || !isAuthor(member))',
        replace: 'members.filter(() => true)',
      },
    ],
    test: 'test/rules/stakeholder-statuses.test.ts',
  },
  {
    fault: 'a configuration that is about to change is never held against the files there are',
    rules: ['D2'],
    edits: [
      {
        file: 'src/rfc/config-change.ts',
        search: "parsed?.kind === 'config' && snapshot.idle === undefined ? parsed.patterns : []",
        replace: "parsed?.kind === 'config' && snapshot.idle !== undefined ? parsed.patterns : []",
      },
    ],
    test: 'test/rfc/config-change.test.ts',
  },
  {
    fault: 'the copy of the ledger is taken from another pull request on the same commit',
    rules: ['L3'],
    edits: [
      {
        file: 'src/facts/traces.ts',
        search: 'return id?.number === pullRequest.number && id.trace',
        replace: 'return id?.trace',
      },
      {
        file: 'src/pipeline/restore-ledger.ts',
        search: 'const now = id?.number === reference.number ? id.trace : null',
        replace: 'const now = id ? id.trace : null',
      },
    ],
    test: 'test/pipeline/restore-ledger.test.ts',
  },
  {
    fault: 'a database takes itself for whole by the length of its ledger alone',
    rules: ['L3'],
    edits: [
      {
        file: 'src/pipeline/restore-ledger.ts',
        search: "!isLong || !known.includes(trace.digest ?? '')",
        replace: '!isLong',
      },
    ],
    test: 'test/pipeline/restore-ledger.test.ts',
  },
  {
    fault: 'a copy that the database may lack is passed over when it cannot be read',
    rules: ['L3'],
    edits: [
      {
        file: 'src/ledger/restore.ts',
        search: "copies.some(({ kind }) => kind !== 'ledger')",
        replace: 'copies.length < 0',
      },
    ],
    test: 'test/ledger/restore.test.ts',
  },
  {
    fault: 'what was taken back consents again by an older database, where a copy left it out',
    rules: ['L3'],
    edits: [
      {
        file: 'src/ledger/fold.ts',
        search: 'isMissing || header.leftOut.includes(revision.post)',
        replace: 'isMissing',
      },
    ],
    test: 'test/ledger/restore.test.ts',
  },
]
