import classes from './Devices.module.css'

/** The drawing comes from our own box and is shown as a picture, so that nothing in it can act. */
export function QrCode({ svg, expired = false, label }: { svg: string; expired?: boolean; label: string }) {
  return (
    <div className={classes.code} data-expired={expired || undefined}>
      <img
        src={`data:image/svg+xml;utf8,${encodeURIComponent(svg)}`}
        alt={label}
        width="100%"
        height="100%"
      />
    </div>
  )
}
