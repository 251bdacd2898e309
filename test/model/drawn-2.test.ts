import { testDrawn } from './play-drawn.ts'

testDrawn(2)
