"""Windscreen from outside: a stone chip with its star of cracks, one of them running on."""
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from kit import *

reset(61)
world("#a9b4be", 0.5)
workshop(floor=-1.3, back=4.5, ceiling=1.9)

# Everything in the plane of the glass: x along it, y up it, z out of it; tilted at the end.
with Gather() as g:
    glass = clear("glass", "#cfd9d4", gloss=0.0, reflect=0.9)
    sheet("glass", lambda u, v: np.stack([(u - 0.5) * 1.6, (v - 0.42) * 0.95, -0.12 * (u - 0.5) ** 2], 1), 60, 30, glass)
    frit = material("frit", "#0b0b0c", 0.25, 0, 0.5)
    sheet("frit", lambda u, v: np.stack([(u - 0.5) * 1.6, -0.40 + 0.10 * v, -0.12 * (u - 0.5) ** 2 - 0.002], 1), 60, 4, frit)
    for i in range(70):
        for j in range(4):
            x = -0.35 + i * 0.0105 + 0.005 * (j % 2)
            cyl("dot", 0.0036 - 0.0008 * j, 0.0004, (x, -0.292 + j * 0.010, -0.12 * (x / 1.6) ** 2 - 0.0016), mat=frit, n=20)
    # The star: facets standing in the depth of the pane catch the light, between them shining discs.
    white = material("fracture", "#e9f2f2", 0.25, 0.0, 0.8, coat=0.5, glow="#dfeeee", power=0.22, layers=[dict(scale=700, lo=0.4, hi=0.6, color="#8fa3a3", rough=0.1)])
    faint = clear("facet", "#eef4f4", base=0.32, haze_color="#dfeaea", gloss=0.05, reflect=2.0)
    dark = material("hole", "#15191a", 0.5)
    cx, cy = 0.02, 0.015
    rng = np.random.default_rng(12)

    def crack(a, length, wob, depth=0.0034, w=0.00026):
        n = max(10, int(length / 0.0011))
        s = np.linspace(0, 1, n)
        ang = a + np.cumsum(rng.normal(0, wob, n)) * 0.10
        x = cx + 0.0016 * math.cos(a) + np.cumsum(np.cos(ang)) * length / n
        y = cy + 0.0016 * math.sin(a) + np.cumsum(np.sin(ang)) * length / n
        fall = (1 - s) ** 0.45
        vs, fs = [], []
        for k in range(n):
            nx, ny = -math.sin(ang[k]), math.cos(ang[k])
            ww = w * (0.25 + fall[k]) * rng.uniform(0.6, 1.4)
            lean = depth * (0.35 + 0.65 * fall[k])
            vs += [(x[k] - nx * ww, y[k] - ny * ww, 0.0004), (x[k] + nx * ww, y[k] + ny * ww, 0.0004),
                   (x[k] + nx * (ww + lean * 0.35), y[k] + ny * (ww + lean * 0.35), -lean)]
            if k:
                b = 3 * k
                fs += [(b - 3, b - 2, b + 1, b), ]
        from_arrays("crack", vs, fs, white, soft=False)
        fs2 = [(3 * k - 2, 3 * k - 1, 3 * k + 2, 3 * k + 1) for k in range(1, n)]
        from_arrays("crack facet", vs, fs2, faint, soft=False)
        return x[-1], y[-1]
    for k in range(15):
        crack(TAU * k / 15 + rng.normal(0, 0.13), rng.uniform(0.007, 0.019) * (1.5 if k % 5 == 0 else 1), 1.3)
    for k in range(22):
        crack(rng.uniform(0, TAU), rng.uniform(0.003, 0.008), 1.6, w=0.0002)
    crack(math.radians(12), 0.20, 0.75, w=0.00028)
    crack(math.radians(203), 0.075, 0.9, w=0.00026)
    crack(math.radians(112), 0.045, 0.9, w=0.00026)
    # Bull's-eye: half-moon of split glass, crater of crushed glass.
    for r0, r1, a0, a1 in ((0.0024, 0.0068, 20, 165), (0.0026, 0.0054, 190, 330), (0.0066, 0.0105, 40, 120)):
        def petal(u, v, r0=r0, r1=r1, a0=a0, a1=a1):
            a = np.radians(a0 + u * (a1 - a0))
            edge = r1 * (0.75 + 0.5 * fbm(np.stack([u * 5, u * 0 + r1 * 900, u * 0], 1), 1.3, 3, 4)) * (0.35 + 0.65 * np.sin(u * np.pi) ** 0.6)
            r = r0 + np.clip(edge - r0, 0.0002, 1) * v
            return np.stack([cx + r * np.cos(a), cy + r * np.sin(a), -0.0004 - 0.0016 * v + 0.0004 * np.sin(u * 17)], 1)
        sheet("petal", petal, 60, 12, faint)
    crush = material("crush", "#cfdada", 0.2, 0, 0.9, glow="#dfeeee", power=0.08, bumps=[(1500, 1.0, 0.001, "noise")])
    bm = bmesh.new()
    bmesh.ops.create_icosphere(bm, subdivisions=1, radius=1)
    base = np.array([v.co[:] for v in bm.verts])
    fc = np.array([[v.index for v in f.verts] for f in bm.faces])
    vs, fs = [], []
    for k in range(130):
        rr, a = abs(rng.normal(0, 0.0013)), rng.uniform(0, TAU)
        p = base * rng.uniform(0.0001, 0.00042, (1, 3)) + np.array([cx + rr * math.cos(a), cy + rr * math.sin(a), 0.0003])
        fs.append(fc + len(vs) * len(base))
        vs.append(p)
    from_arrays("crush", np.concatenate(vs), np.concatenate(fs).tolist(), crush, soft=False)
    cyl("pit", 0.0011, 0.0003, (cx, cy, 0.0006), mat=dark, n=9)
    # Dust and dried drops on the pane.
    speck = material("speck", "#b9b3a4", 0.9)
    vs, fs = [], []
    for k in range(700):
        p = base * rng.uniform(0.00012, 0.0005) * np.array([1, 1, 0.2]) + np.array([rng.uniform(-0.3, 0.35), rng.uniform(-0.25, 0.3), 0.0001])
        p[:, 2] -= 0.12 * (p[:, 0] / 1.6) ** 2
        fs.append(fc + len(vs) * len(base))
        vs.append(p)
    from_arrays("specks", np.concatenate(vs), np.concatenate(fs).tolist(), speck, soft=False)
    # Wiper at rest along the lower edge.
    wr = rubber("wiper", dust=0.2)
    tube("arm", [(-0.55, -0.40, 0.03), (-0.25, -0.33, 0.040), (0.02, -0.24, 0.036)], 0.008, plastic("arm", "#151516", 0.4))
    box("blade", (0.62, 0.011, 0.016), (0.03, -0.235, 0.016), (0, 0, 5), plastic("blade", "#121213", 0.45), 0.003)
    box("lip", (0.62, 0.003, 0.012), (0.03, -0.235, 0.006), (0, 0, 5), wr)
    # Inside, seen dimly: dash, steering wheel, seats, sticker.
    dash = plastic("dash", "#1b1c1e", 0.6, 0.4)
    box("dash", (1.6, 0.6, 0.05), (0, -0.30, -0.34), (-32, 0, 0), dash, 0.02)
    cyl("binnacle", 0.14, 0.12, (-0.30, 0.02, -0.40), (60, 0, 0), dash, 0.02)
    bpy.ops.mesh.primitive_torus_add(location=(-0.30, 0.16, -0.55), rotation=(math.radians(40), 0, 0), major_radius=0.185, minor_radius=0.016, major_segments=80)
    bpy.context.object.data.materials.append(plastic("wheel", "#101011", 0.5))
    seat = material("seat", "#5b5148", 0.9, layers=[dict(scale=60, lo=0.4, hi=0.7, color="#4a423b")])
    for x in (-0.36, 0.36):
        box("seat", (0.48, 0.65, 0.14), (x, 0.42, -1.05), (20, 0, 0), seat, 0.06)
        box("head", (0.26, 0.18, 0.10), (x, 0.78, -0.88), (20, 0, 0), seat, 0.04)
    box("rear", (1.5, 0.9, 0.05), (0, 0.45, -1.9), (30, 0, 0), glow("rear window", "#b8c6d2", 0.55))
    box("floor in", (1.8, 0.05, 2.0), (0, -0.7, -1.1), (0, 0, 0), material("carpet", "#151515", 0.95))
    box("paper", (0.09, 0.06, 0.001), (0.26, -0.16, -0.24), (-32, 0, 8), material("paper", "#d9dad2", 0.7))
    # Bonnet edge.
    box("scuttle", (1.7, 0.12, 0.02), (0, -0.46, 0.01), (-14, 0, 0), plastic("scuttle", "#17181a", 0.6, 0.6), 0.006)
g.move(rot=(58, 0, 0))
lamp((-0.5, -0.8, 0.9), (0.02, 0, 0), (0.2, 0.2), 5, "#fff6ea")
lamp((1.3, -0.4, 1.3), (0, 0, 0), (1.6, 0.06), 14, "#eef4ff")
camera((-0.045, -0.235, 0.085), (0.034, 0.0, 0.010), 35, 5.6, focus=(0.02, 0.008, 0.013), roll=-4)
shoot(0.35, look="High Contrast", bounces=5)
