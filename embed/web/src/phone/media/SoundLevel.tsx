import { useEffect, useRef } from 'react'
import css from './SoundLevel.module.css'

const LOOK_EVERY_MS = 100

/** How loud it is at the microphone, so that one sees that one is heard. */
export function SoundLevel({ track }: { track: MediaStreamTrack }) {
  const bar = useRef<HTMLSpanElement>(null)
  useEffect(() => {
    if (!globalThis.AudioContext) return
    const context = new AudioContext()
    const analyser = context.createAnalyser()
    analyser.fftSize = 512
    context.createMediaStreamSource(new MediaStream([track])).connect(analyser)
    const samples = new Float32Array(analyser.fftSize)
    const timer = setInterval(() => {
      analyser.getFloatTimeDomainData(samples)
      bar.current?.style.setProperty('transform', `scaleX(${loudness(samples).toFixed(2)})`)
    }, LOOK_EVERY_MS)
    return () => {
      clearInterval(timer)
      void context.close()
    }
  }, [track])
  return (
    <span className={css.level} aria-hidden>
      <span ref={bar} />
    </span>
  )
}

/** From silence (0) to full scale (1) as an ear hears it: over sixty decibels. */
export function loudness(samples: Float32Array): number {
  const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length
  return Math.min(1, Math.max(0, 1 + (10 * Math.log10(power)) / 60))
}
