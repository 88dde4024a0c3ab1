import 'fake-indexeddb/auto'
import { beforeAll, expect, it } from 'vitest'
import { setupI18n } from '../../shared/i18n'
import type { DraftMedia } from '../storage/db'
import { reportOf } from './GalleryButton'

beforeAll(async () => {
  await setupI18n(['common', 'phone'], 'en')
})

const kept = [{}, {}, {}] as DraftMedia[]
const text = { name: 'notes.txt', why: 'not_media' as const }
const long = { name: 'drive.mp4', why: 'video_too_long' as const }

it.each([
  [kept, [], '3 files added'],
  [kept, [text], '3 files added. notes.txt was not added: this is neither a photo nor a video'],
  [[], [long], 'drive.mp4 was not added: this video is too long'],
  [[], [long, text], '2 were not added, such as drive.mp4: this video is too long'],
])('says what came and what did not', (came, refused, told) => {
  expect(reportOf({ kept: came, refused })).toBe(told)
})
