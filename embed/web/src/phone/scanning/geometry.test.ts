import { describe, expect, it } from 'vitest'
import { cutOut, middleOf, nearestTo, within } from './geometry'

describe('the cut-out under the guide frame', () => {
  const picture = { width: 1280, height: 720 }
  const upright = { x: 0, y: 0, width: 400, height: 800 } // the picture takes 400 × 225 in the middle

  it('maps the frame from the screen onto the picture', () => {
    const frame = { x: 100, y: 350, width: 200, height: 100 }
    expect(cutOut(picture, upright, frame, 0)).toEqual({ x: 320, y: 200, width: 640, height: 320 })
  })
  it('adds a margin on every side', () => {
    const frame = { x: 100, y: 375, width: 200, height: 50 }
    expect(cutOut(picture, upright, frame, 0.1)).toEqual({ x: 256, y: 264, width: 768, height: 192 })
  })
  it('stays within the picture', () => {
    const frame = { x: -50, y: 0, width: 600, height: 800 }
    expect(cutOut(picture, upright, frame, 0.2)).toEqual({ x: 0, y: 0, ...picture })
  })
  it('heeds where the picture lies on the screen', () => {
    const lower = { ...upright, y: 60 }
    const frame = { x: 100, y: 410, width: 200, height: 100 }
    expect(cutOut(picture, lower, frame, 0)).toEqual({ x: 320, y: 200, width: 640, height: 320 })
  })
  it('is nothing beside the picture, or before there is one', () => {
    expect(cutOut(picture, upright, { x: 0, y: 0, width: 400, height: 100 }, 0)).toBeNull()
    expect(cutOut({ width: 0, height: 0 }, upright, upright, 0)).toBeNull()
  })
})

it('takes the middle of a picture', () => {
  expect(middleOf({ width: 1000, height: 500 }, 0.5)).toEqual({ x: 250, y: 125, width: 500, height: 250 })
})

it('shrinks what is too long and nothing else', () => {
  expect(within({ width: 4000, height: 3000 }, 1600)).toEqual({ width: 1600, height: 1200 })
  expect(within({ width: 640, height: 480 }, 1600)).toEqual({ width: 640, height: 480 })
  expect(within({ width: 5000, height: 1 }, 1000)).toEqual({ width: 1000, height: 1 })
})

it('takes of several codes the one that is pointed at', () => {
  const at = (x: number, y: number) => ({ boundingBox: { x, y, width: 10, height: 10 } })
  const middle = at(48, 40)
  expect(nearestTo([at(0, 0), middle, at(90, 90)], { width: 100, height: 100 })).toBe(middle)
  expect(nearestTo([], { width: 100, height: 100 })).toBeUndefined()
})
