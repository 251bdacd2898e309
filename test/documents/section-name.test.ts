import { describe, expect, test } from 'vitest'
import type { ParsedDocument } from '../../src/documents/parsed-document.ts'
import { parseDocument } from '../../src/documents/parse-document.ts'
import { sectionName, sectionNames } from '../../src/documents/section-name.ts'

function read(text: string): ParsedDocument {
  const parsed = parseDocument(text)
  if (parsed.kind === 'unreadable') throw new Error(parsed.why)
  return parsed
}

describe('a section name drops case, numbering, marks, punctuation, "the" and emoji, and keeps the words (T1)', () => {
  test.each([
    ['Problem', 'problem'],
    ['1. The Problem', 'problem'],
    ['2.1 Problem', 'problem'],
    ['2.1. Problem', 'problem'],
    ['1 Problem', 'problem'],
    ['IV. Problem', 'problem'],
    ['iv) Problem', 'problem'],
    ['A) Problem', 'problem'],
    ['§ 3 Problem', 'problem'],
    ['(2) Problem', 'problem'],
    ['🔥 PROBLEM?! 🔥', 'problem'],
    ['Problem:', 'problem'],
    ['Alignment & buy-in', 'alignment and buy in'],
    ['Alignment and Buy In', 'alignment and buy in'],
    ['Alignment&buy-in', 'alignment and buy in'],
    ['civil. Problem', 'civil problem'],
    ['The', 'the'],
    ['Theory', 'theory'],
    ['Проблема', 'проблема'],
    ['Problem: what hurts', 'problem'],
    ['Problem — what hurts', 'problem'],
    ['Problem – what hurts', 'problem'],
    ['Problem - what hurts', 'problem'],
    ['Problem? Yes', 'problem'],
    ['Problem (required)', 'problem'],
    ['Problem {#problem}', 'problem'],
    ['1: Problem', 'problem'],
    ['2 — Problem', 'problem'],
    ['1️⃣ Problem', 'problem'],
    ['⚠️ Problem', 'problem'],
    [':rocket: Problem', 'problem'],
    ['Sign-off', 'sign off'],
    ['Problem-solving', 'problem solving'],
    ['(optional)', ''],
    ['  1. Problem ', 'problem'],
    ['12 Problem', 'problem'],
    ['1.10 problem', 'problem'],
    ['1.10 Problem', 'problem'],
    ['1  Problem', 'problem'],
    ['(iv) Problem', 'problem'],
    ['§2.1: Problem', 'problem'],
    ['Phase 2 problem', 'phase 2 problem'],
    ['What’s the problem', 'whats the problem'],
    ["What's the problem", 'whats the problem'],
    ['Out of the box', 'out of the box'],
    ['Bathe dogs', 'bathe dogs'],
    ['Ⅳ. Problem', 'problem'],
    ['2', '2'],
    ['§', ''],
  ])('%j is %j', (heading, name) => {
    expect(sectionName(heading)).toBe(name)
  })
})

describe('a heading has its whole name and the names it joins (T1)', () => {
  test.each<[string, readonly string[]]>([
    ['Background and Motivation', ['background and motivation', 'background', 'motivation']],
    ['The Problem & the Options', ['problem and the options', 'problem', 'options']],
    ['Context/Problem', ['context problem', 'context', 'problem']],
    ['Problem, goals: all of them', ['problem goals', 'problem', 'goals']],
    ['Command line', ['command line']],
  ])('reads %s as %j', (heading, names) => {
    expect(sectionNames(heading)).toEqual(names)
  })

  test.each([
    ['## Problem <!-- omit in toc -->', 'problem'],
    ['## Motivation <a name="motivation"></a>', 'motivation'],
    ['## **Problem**', 'problem'],
    ['## <b>Problem</b>', 'problem'],
    ['## [Problem](#problem)', 'problem'],
  ])('%s is called %s', (text, name) => {
    expect(read(text).parts[1]?.heading?.names).toEqual([name])
  })
})
