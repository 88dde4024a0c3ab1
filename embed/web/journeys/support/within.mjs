/** Nothing on a journey may wait for ever. */
export async function within(milliseconds, walking) {
  let timer
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not done after ${milliseconds / 1000} s`)), milliseconds)
  })
  return await Promise.race([walking, late]).finally(() => clearTimeout(timer))
}

/** Waits until something holds that no page announces. */
export async function until(holds) {
  while (!(await holds())) await new Promise(resolve => setTimeout(resolve, 100))
}
