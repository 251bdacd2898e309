// Keeps an open page up to date. Every page also works without this file.
import { Idiomorph } from './idiomorph.js'

const main = document.querySelector('main[data-changes]')
let isAsking = false
let isAskedAgain = false
let changes = null

/** A field that somebody is writing in is left alone when the page changes. */
function isInUse(node) {
  if (!(node instanceof HTMLTextAreaElement || node instanceof HTMLInputElement)) return false
  return node === document.activeElement || node.value !== node.defaultValue
}

function show(text, isAnswer) {
  const page = new DOMParser().parseFromString(text, 'text/html')
  const next = page.querySelector('main[data-changes]')
  if (!next) return location.reload()
  document.title = page.title
  Idiomorph.morph(main, next, {
    callbacks: {
      beforeNodeMorphed: (node) => !isInUse(node),
      // The reason of a rejection stays until another form is submitted.
      beforeNodeRemoved: (node) => isAnswer || node.role !== 'alert',
      // What somebody unfolded stays unfolded.
      beforeAttributeUpdated: (name) => name !== 'open',
    },
  })
}

async function refresh() {
  isAskedAgain = isAsking
  if (isAsking) return
  isAsking = true
  try {
    const answer = await fetch(location.href)
    if (answer.ok) show(await answer.text(), false)
    else location.reload()
  } catch {
    // No network: the next change, or the next look at the page, asks again.
  } finally {
    isAsking = false
    if (isAskedAgain) await refresh()
  }
}

function listen() {
  changes?.close()
  changes = null
  if (document.hidden) return
  changes = new EventSource(main.dataset.changes)
  changes.addEventListener('changed', refresh)
}

/** Submits a form without leaving the page. */
async function submit(event) {
  const form = event.target
  if (form.method !== 'post') return
  event.preventDefault()
  const body = new URLSearchParams(new FormData(form, event.submitter))
  main.setAttribute('aria-busy', 'true')
  try {
    // The property of a button without the attribute is the address of the page.
    const to = event.submitter?.getAttribute('formaction') ?? form.action
    const answer = await fetch(to, { method: 'POST', body })
    if (answer.ok) form.reset()
    show(await answer.text(), true)
  } catch {
    location.reload()
  } finally {
    main.removeAttribute('aria-busy')
  }
}

if (main) {
  listen()
  document.addEventListener('visibilitychange', listen)
  main.addEventListener('submit', submit)
}
