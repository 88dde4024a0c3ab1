"""Tyre sidewall with a fresh cut that shows the cords."""
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from kit import *

reset(8)
world("#98a0a8", 0.3)
workshop(floor=-0.42, back=3.6)

RIM, R = 0.212, 0.318
# The side from rim to tread edge: radius and outward height.
KNOTS = np.array([(0.2075, 0.083), (0.2105, 0.0885), (0.216, 0.0935), (0.222, 0.0965), (0.238, 0.1045), (0.255, 0.109), (0.270, 0.1095),
                  (0.283, 0.107), (0.294, 0.1025), (0.303, 0.097), (0.309, 0.090), (0.314, 0.082), (0.318, 0.070)])


def cut_line(a, r):
    """Distance across and place along the cut (arc-length metres)."""
    x, y = r * np.cos(a), r * np.sin(a)
    c0 = np.array([0.266 * math.cos(math.radians(61)), 0.266 * math.sin(math.radians(61))])
    ex = np.array([math.cos(math.radians(-46)), math.sin(math.radians(-46))])
    ey = np.array([-ex[1], ex[0]])
    s = (x - c0[0]) * ex[0] + (y - c0[1]) * ex[1]
    t = (x - c0[0]) * ey[0] + (y - c0[1]) * ey[1]
    t = t - 9.0 * s ** 2 - 0.0012 * np.sin(s * 330)
    return s, t


def surface(u, v):
    a = np.radians(u * 360)
    q = np.linspace(0, 1, len(KNOTS))
    r = np.interp(v, q, KNOTS[:, 0])
    z = np.interp(v, q, KNOTS[:, 1])
    # Smooth the polyline a little by sampling around.
    for e in (-0.03, 0.03):
        r = r + np.interp(np.clip(v + e, 0, 1), q, KNOTS[:, 0])
        z = z + np.interp(np.clip(v + e, 0, 1), q, KNOTS[:, 1])
    r, z = r / 3, z / 3
    for c, w, h in ((0.2255, 0.0007, 0.0009), (0.2285, 0.0005, 0.0006), (0.2965, 0.0008, 0.0009), (0.2995, 0.0006, 0.0007)):
        z = z + h * np.exp(-((r - c) / w) ** 4)
    ribs = smooth(r, 0.301, 0.303)
    z = z - 0.0035 * ribs * smooth(np.abs((a * 0.31 % 0.0285) - 0.01425), 0.008, 0.0095)
    serr = smooth(r, 0.2315, 0.2325) * (1 - smooth(r, 0.236, 0.237))
    z = z + 0.0005 * serr * (np.sin(a * 620) > 0)
    p = np.stack([r * np.cos(a), r * np.sin(a), z], 1)
    z = z + 0.0006 * (fbm(p, 60, 3, 4) - 0.5)
    # Bulge, then the gash: raised torn lips, an open wedge.
    s, t = cut_line(a, r)
    half = 0.034
    open_ = np.clip(1 - (s / half) ** 2, 0, 1) ** 0.6 * (np.abs(s) < half)
    jag = 0.0007 * (fbm(p, 420, 3, 9) - 0.5)
    w = 0.0062 * open_ + jag * open_
    z = z + 0.0035 * np.exp(-(s / 0.035) ** 2 - (t / 0.018) ** 2)
    inside = (1 - smooth(np.abs(t), w * 0.75, w + 0.0005)) * (open_ > 0.02)
    lip = np.exp(-((np.abs(t) - w - 0.0010) / 0.0011) ** 2) * (open_ > 0)
    z = z + 0.0017 * lip * open_ * (0.5 + fbm(p, 200, 2, 11))
    z = z - 0.0065 * inside * (0.3 + 0.7 * open_)
    z = z - 0.0011 * inside * (np.sin((s * 0.93 + t * 0.35) / 0.0016 * TAU) > 0.2)
    surface.inside = inside
    # Scuff around the cut.
    surface.scuff = np.exp(-(s / 0.05) ** 2 - ((t + 0.004) / 0.011) ** 2)
    surface.cord = inside * (0.5 + 0.5 * np.sin((s * 0.93 + t * 0.35) / 0.0016 * TAU))
    return np.stack([r * np.cos(a), r * np.sin(a), z], 1)


with Gather() as g:
    rub = material("sidewall", "#161617", 0.55, 0, 0.4, layers=[
        dict(scale=16, lo=0.42, hi=0.75, color="#3d3933", rough=0.85, amount=0.7),
        dict(scale=45, stretch=(1, 1, 3), lo=0.52, hi=0.72, color="#55503f", rough=0.9, amount=0.3),
        dict(scale=260, stretch=(1, 0.3, 1), lo=0.5, hi=0.62, by="attr:scuff", color="#6d6a66", rough=0.9),
        dict(src="attr:inside", lo=0.2, hi=0.8, color="#0a0908", rough=0.95),
        dict(src="attr:cord", lo=0.35, hi=0.9, color="#b9a888", rough=0.95, amount=0.9)],
        bumps=[(1000, 0.25, 0.0004, "noise"), (150, 0.2, 0.0006, "noise")])
    # Fine grid only where the cut is: the whole ring coarse, one sector fine.
    full = surface

    def part(lo, hi, nu, nv):
        o = sheet("side", lambda u, v: full(lo / 360 + u * (hi - lo) / 360, v), nu, nv, rub, angle=60)
        mark(o, "inside", surface.inside)
        mark(o, "scuff", surface.scuff)
        mark(o, "cord", surface.cord)
    part(44, 78, 700, 760)
    part(78, 404, 900, 240)
    lathe("tread", [(0.318, 0.0705), (0.3195, 0.06), (0.3205, 0.0), (0.318, -0.07)], rubber("tread", dust=0.6))

    def bend(rad, mid, flip=False):
        def f(x, y, z):
            a = math.radians(mid) + (x if flip else -x) / rad
            r = rad + (-y if flip else y)
            h = float(np.interp(r, KNOTS[:, 0], KNOTS[:, 1]))
            return (r * math.cos(a), r * math.sin(a), h + z - 0.0004)
        return f
    let = material("letters", "#232324", 0.42, 0, 0.5, layers=[dict(scale=60, lo=0.45, hi=0.7, color="#5a564f", rough=0.85, amount=0.7)])
    lettering("LINDGRIP", 0.030, 0.0016, let, bend=bend(0.262, 103))
    lettering("TOURING 4S", 0.0115, 0.0013, let, bold=False, bend=bend(0.2835, 84))
    lettering("205/55 R16  91V", 0.0185, 0.0014, let, bend=bend(0.262, 24))
    lettering("RADIAL  TUBELESS", 0.0085, 0.0010, let, bold=False, bend=bend(0.2445, 62))
    lettering("M+S", 0.013, 0.0012, let, bend=bend(0.2435, 88))

    # Alloy wheel.
    al = material("alloy", "#a9acb0", 0.32, 0.85, coat=0.6, layers=[
        dict(scale=25, lo=0.5, hi=0.75, color="#5a5046", rough=0.8, metal=0.1, amount=0.6),
        dict(scale=300, lo=0.6, hi=0.7, color="#3c332b", rough=0.9, metal=0, amount=0.8)])
    lathe("flange", [(0.214, 0.082), (0.2155, 0.0865), (0.2150, 0.0895), (0.2115, 0.0905), (0.2085, 0.0885), (0.206, 0.080), (0.202, 0.074),
                     (0.1965, 0.07), (0.194, 0.03), (0.19, -0.07)], al, n=240)
    for k in range(5):
        a = k * 72 + 18
        for da in (-9, 9):
            sp = prism("spoke", [(0.04, -0.017), (0.12, -0.011), (0.198, -0.015), (0.198, 0.015), (0.12, 0.011), (0.04, 0.017)], 0.028, al, 0.005, z0=0.04)
            place(sp, rot=(0, 0, a + da))
    lathe("hub", [(0.07, 0.03), (0.07, 0.062), (0.064, 0.068), (0.034, 0.068), (0.032, 0.062), (0.0001, 0.064)], al)
    lathe("disc", [(0.15, -0.01), (0.08, -0.01), (0.075, 0.02), (0.0001, 0.02)], steel("disc", "#8f8c88", 0.35, 0.4))
g.move(rot=(90, 0, 0))

lamp((-0.5, -0.9, 0.9), (0.1, 0, 0.2), (0.9, 0.15), 13, "#fff4e4")
lamp((0.9, -0.55, 0.5), (0.1, 0, 0.2), (0.1, 0.7), 9, "#dfeaff")
camera((0.07, -0.36, 0.30), (0.112, -0.10, 0.226), 32, 5.6, focus=(0.128, -0.109, 0.233), roll=-6)
shoot(0.5, look="High Contrast", bounces=4)
