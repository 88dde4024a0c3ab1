"""Front brake with the wheel off: grooved disc, rusty lip, thin pads, calliper."""
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from kit import *

reset(3)
world("#8f98a2", 0.25)
workshop(floor=-1.1, back=3.2)

iron = cast_iron(rust=0.7)
hub_iron = cast_iron("hub iron", 0.9, "#3b3733")
zinc = steel("zinc", "#a9a698", 0.35, 0.5)
rub = rubber(dust=0.6)

R0, R1 = 0.094, 0.150
with Gather() as g:
    # Friction ring: worn hollow, a lip left standing at both rims, many fine grooves and two deep ones.
    r = np.linspace(R0, R1, 420)
    rp = np.stack([r, np.zeros_like(r), np.zeros_like(r)], 1)
    worn = smooth(r, R0 + 0.003, R0 + 0.0045) * (1 - smooth(r, R1 - 0.005, R1 - 0.0038))
    z = -0.0013 * worn
    z -= worn * 0.00035 * (fbm(rp, 900, 4, 5) - 0.4)
    for c, w, d in ((0.1115, 0.0011, 0.0009), (0.1248, 0.0016, 0.0013), (0.1282, 0.0008, 0.0007), (0.1375, 0.0009, 0.0006)):
        z -= d * np.exp(-((r - c) / w) ** 2)
    ring = material("friction", "#b4b2ae", 0.27, 1.0, aniso=0.5, layers=[
        dict(src="radial", scale=900, lo=0.42, hi=0.62, color="#7f7c78", rough=0.42),
        dict(src="radial", scale=2500, lo=0.4, hi=0.6, color="#94918d", rough=0.34, amount=0.8),
        dict(src="radial", scale=170, lo=0.48, hi=0.62, color="#6d5b4c", rough=0.5, amount=0.55),
        dict(scale=12, lo=0.52, hi=0.75, color="#80664f", rough=0.5, amount=0.3),
        dict(src="attr:deep", lo=0.2, hi=1, color="#4a3526", rough=0.7, metal=0.5),
        dict(src="attr:rim", lo=0.2, hi=0.8, color="#4c3022", rough=0.95, metal=0.0),
        dict(scale=220, lo=0.5, hi=0.65, by="attr:rim", color="#7d4a2a", rough=0.95, metal=0.0)],
        bumps=[(3500, 0.3, 0.00025, "radial"), (600, 0.25, 0.0006, "noise")])
    prof = np.stack([r, z], 1)
    o = lathe("friction ring", prof, ring, n=360, angle=60)
    k = np.tile(np.arange(len(r)), 360)
    a = np.repeat(np.arange(360), len(r)) / 360 * TAU
    jag = 0.35 * (fbm(np.stack([np.cos(a) * 3, np.sin(a) * 3, r[k] * 200], 1), 4, 3) - 0.5)
    mark(o, "rim", np.clip(1 - worn[k] + jag * (1 - worn[k] > 0.02), 0, 1))
    mark(o, "deep", np.clip((-z[k] - 0.0017) / 0.0009, 0, 1))
    # Edge with cooling vanes, back plate, hat.
    lathe("front edge", [(R1, 0), (R1, -0.0075), (R1 - 0.03, -0.0075)], iron)
    lathe("back plate", [(R1 - 0.03, -0.0145), (R1, -0.0145), (R1, -0.022), (R0, -0.022)], iron)
    for i in range(40):
        t = TAU * i / 40
        box("vane", (0.03, 0.0035, 0.008), (math.cos(t) * 0.134, math.sin(t) * 0.134, -0.011), (0, 0, math.degrees(t)), iron)
    lathe("hat", [(R0 + 0.0005, -0.001), (R0 - 0.004, -0.002), (R0 - 0.008, 0.0), (0.0795, 0.02), (0.079, 0.026),
                  (0.0755, 0.0295), (0.070, 0.0305), (0.036, 0.0305), (0.0345, 0.0295), (0.0345, 0.02)], iron)
    lathe("hub", [(0.0335, 0.02), (0.0335, 0.036), (0.0320, 0.0385), (0.0285, 0.0390), (0.0275, 0.0370), (0.0265, 0.028),
                  (0.0001, 0.027)], hub_iron)
    cyl("axle nut", 0.0185, 0.013, (0, 0, 0.034), mat=zinc, bevel=0.0012, n=6)
    cyl("axle end", 0.0105, 0.022, (0, 0, 0.036), mat=steel("axle", "#8d8a84", 0.4, 0.6), bevel=0.001)
    for i in range(5):
        t = TAU * i / 5 + 0.3
        x, y = math.cos(t) * 0.056, math.sin(t) * 0.056
        cyl("seat", 0.0095, 0.002, (x, y, 0.0313), mat=hub_iron, bevel=0.0005)
        n = 26
        pr = []
        for q in range(n):
            pr += [(0.0062, q * 0.0011), (0.0054, q * 0.0011 + 0.00055)]
        pr += [(0.0052, n * 0.0011), (0.0046, n * 0.0011 + 0.002), (0.0001, n * 0.0011 + 0.002)]
        place(lathe("stud", pr, zinc, n=32, angle=20), (x, y, 0.031))
    bolt((math.cos(1.0) * 0.060, math.sin(1.0) * 0.060, 0.0305), size=0.009, mat=zinc)

    # Calliper over the right of the disc: body with two fingers, bridge, pads, carrier, spring.
    cal = material("calliper", "#6a6660", 0.5, 0.75, layers=[
        dict(scale=30, lo=0.45, hi=0.7, color="#3f362e", rough=0.85, metal=0.1),
        dict(scale=120, lo=0.56, hi=0.68, color="#66442e", rough=0.95, metal=0.0, amount=0.8),
        dict(src="up", lo=0.3, hi=1, color="#4b453c", rough=0.95, metal=0.0, amount=0.6)],
        bumps=[(420, 0.4, 0.0008, "noise"), (60, 0.25, 0.001, "noise")])
    m = 12  # middle angle
    for lo_, hi_ in ((m - 27, m - 8), (m + 8, m + 27)):
        prism("finger", sector(0.104, 0.160, lo_, hi_), 0.020, cal, 0.004, z0=0.0085)
    prism("front web", sector(0.136, 0.166, m - 29, m + 29), 0.022, cal, 0.0045, z0=0.0085)
    prism("bridge", sector(0.1555, 0.178, m - 28, m + 28), 0.090, cal, 0.006, z0=-0.062)
    prism("rear body", sector(0.095, 0.168, m - 26, m + 26), 0.040, cal, 0.006, z0=-0.075)
    back = material("pad plate", "#2b2a29", 0.6, 0.4, layers=[dict(scale=70, lo=0.5, hi=0.65, color="#6b4023", rough=0.95, metal=0)])
    lining = material("lining", "#4d4844", 0.9, layers=[dict(scale=420, lo=0.5, hi=0.6, color="#8d8072"),
                                                       dict(scale=800, lo=0.58, hi=0.64, color="#b08a5a", metal=0.6, rough=0.5)],
                      bumps=[(900, 0.5, 0.0005, "noise")])
    prism("lining", sector(0.102, 0.147, m - 26, m + 26), 0.0026, lining, 0.0003, z0=-0.0010)
    prism("pad plate", sector(0.100, 0.149, m - 30, m + 30), 0.0055, back, 0.0006, z0=0.0016)
    prism("rear lining", sector(0.102, 0.147, m - 26, m + 26), 0.003, lining, 0.0003, z0=-0.0245)
    prism("rear plate", sector(0.100, 0.149, m - 30, m + 30), 0.0055, back, 0.0006, z0=-0.0300)
    for s in (-1, 1):
        t0 = m + s * 35
        prism("carrier arm", sector(0.098, 0.163, t0 - 5, t0 + 5), 0.018, iron, 0.003, z0=-0.004)
        prism("carrier bridge", sector(0.154, 0.170, t0 - 5, t0 + 5), 0.06, iron, 0.003, z0=-0.055)
        t = math.radians(t0)
        bolt((math.cos(t) * 0.148, math.sin(t) * 0.148, 0.014), size=0.013, mat=zinc)
    prism("carrier beam", sector(0.092, 0.104, m - 39, m + 39), 0.012, iron, 0.003, z0=-0.040)
    ang = [m - 33, m - 24, m - 12, m, m + 12, m + 24, m + 33]
    rad = [0.150, 0.130, 0.122, 0.141, 0.122, 0.130, 0.150]
    zs = [0.016, 0.031, 0.0315, 0.033, 0.0315, 0.031, 0.016]
    tube("spring", [(q * math.cos(math.radians(w)), q * math.sin(math.radians(w)), h) for w, q, h in zip(ang, rad, zs)], 0.0017, zinc)
    t = math.radians(m)
    lettering("FRONT  LH", 0.007, 0.0004, cal).matrix_world = Matrix.Translation((0.1515 * math.cos(t), 0.1515 * math.sin(t), 0.0306)) @ Matrix.Rotation(t - math.pi / 2, 4, "Z")

    # Splash shield, knuckle, strut and hose behind.
    shield = material("shield", "#5b5a57", 0.5, 0.8, layers=[dict(scale=25, lo=0.45, hi=0.6, color="#5d3a24", rough=0.9, metal=0),
                                                            dict(scale=90, lo=0.5, hi=0.7, color="#37322d", rough=0.9, metal=0.1)],
                      bumps=[(90, 0.3, 0.001, "noise")])
    lathe("shield", [(0.04, -0.05), (0.09, -0.05), (0.095, -0.036), (0.155, -0.034), (0.163, -0.026), (0.165, -0.030)], shield, a0=62, a1=322)
    dark = cast_iron("knuckle", 0.4, "#2e2c2a")
    box("knuckle", (0.09, 0.16, 0.07), (0.02, 0.06, -0.10), (0, 0, 12), dark, 0.02)
    place(cyl("strut", 0.028, 0.4, mat=material("strut", "#1b1b1c", 0.4, coat=0.3, layers=[dict(scale=20, lo=0.45, hi=0.7, color="#5a5248", rough=0.9)]), bevel=0.004),
          (0.02, 0.30, -0.11), (90, 0, 0))
    place(lathe("spring seat", [(0.02, 0), (0.085, 0.0), (0.09, 0.008)], dark), (0.02, 0.26, -0.11), (-90, 0, 0))
    sp = [(0.02 + 0.068 * math.cos(q * 0.35), 0.27 + q * 0.0026, -0.11 + 0.068 * math.sin(q * 0.35)) for q in range(90)]
    tube("coil", sp, 0.0072, material("coil", "#20242b", 0.4, layers=[dict(scale=30, lo=0.5, hi=0.7, color="#554b40", rough=0.9)]))
    tube("hose", [(0.15, 0.03, -0.07), (0.19, 0.06, -0.09), (0.22, 0.16, -0.10), (0.14, 0.25, -0.06), (0.06, 0.27, -0.07), (0.05, 0.3, -0.1)], 0.0055, rub)
    tube("sensor cable", [(-0.08, -0.02, -0.08), (-0.12, 0.08, -0.07), (-0.08, 0.2, -0.05), (0.0, 0.25, -0.06), (0.03, 0.33, -0.08)], 0.003, rub)
    tube("arm", [(-0.02, -0.1, -0.1), (-0.1, -0.15, -0.16), (-0.3, -0.17, -0.3)], 0.022, dark)
    tube("drive shaft", [(0, 0, -0.05), (-0.01, 0, -0.25), (-0.02, 0, -0.5)], 0.014, dark)
    tube("track rod", [(0.08, -0.04, -0.1), (0.12, -0.04, -0.25), (0.14, -0.04, -0.5)], 0.008, dark)
    # Wheel arch liner and the painted edge of the wing.
    liner = plastic("liner", "#161719", 0.7, 0.5)
    lathe("liner", [(0.365, 0.02), (0.36, -0.05), (0.355, -0.36), (0.22, -0.42), (0.0, -0.42)], liner, a0=-12, a1=192)
    body = paint("wing", "#3c4f63", 0.3, 0.7)
    lathe("wing", [(0.352, -0.005), (0.358, 0.018), (0.366, 0.026), (0.40, 0.034), (0.55, 0.03), (0.8, -0.01)], body, n=240, a0=-12, a1=192)
g.move(rot=(90, 0, 0))

lamp((-0.7, -1.1, 0.9), (0, 0, 0), (0.7, 0.15), 26, "#fff6ea")
lamp((0.9, -0.9, 0.2), (0.05, 0, 0), (0.2, 0.5), 9, "#dfeaff")
lamp((-0.2, -0.5, -0.75), (0, 0, 0), (0.1, 0.4), 4, "#ffe7c0")


def path(t):
    """A technician walks the phone from the hub to the deep groove and the pads."""
    e = t * t * (3 - 2 * t)
    loc = (-0.20 + 0.33 * e, -0.60 + 0.24 * e, 0.20 - 0.10 * e)
    tgt = (0.0 + 0.085 * e, -0.01, 0.015 + 0.012 * e)
    roll = -3 + 3.5 * e
    return dict(loc=loc, target=tgt, focus=(tgt[0] + 0.03, -0.002, tgt[2]), roll=roll)


camera((-0.13, -0.50, 0.10), (0.025, 0, 0.012), 31, 6.3, focus=(0.03, 0, 0.05), roll=-4)
shoot(0.65, look="High Contrast", bounces=4, path=path if "frames" in OPT or "at" in OPT else None, ratio=(16, 9) if "frames" in OPT or "at" in OPT else (4, 3))
