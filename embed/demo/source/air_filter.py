"""Two cabin filters on the bench: the one taken out, grey with leaves, and the new one."""
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from kit import *

reset(21)
world("#98a0a8", 0.35)
workshop(floor=-0.9, back=3.2)
bench()


def panel(dirty, seed):
    W, H, N = 0.200, 0.215, 40
    with Gather() as g:
        def pleat(u, v):
            ph = u * N
            tri = np.abs((ph % 1) * 2 - 1)
            wob = 0.0016 * (fbm(np.stack([ph * 0.35, v * 5, u * 0], 1), 1.0, 3, seed) - 0.5) * (2.2 if dirty else 0.7)
            z = 0.004 + 0.024 * tri + 0.0010 * (noise(np.stack([np.floor(ph + 0.5), v * 6, u * 0], 1), 1.0, seed + 3) - 0.5)
            return np.stack([(u - 0.5) * W + wob, (v - 0.5) * H, z], 1)
        nu, nv = N * 10 + 1, 150
        lay = [dict(scale=9, lo=0.3, hi=0.75, color="#e4e0d3", amount=0.5), dict(scale=500, lo=0.5, hi=0.7, color="#dedbd0")]
        if dirty:
            lay = [dict(scale=7, lo=0.3, hi=0.62, color="#4b4740", rough=0.98, amount=0.95),
                   dict(scale=18, lo=0.46, hi=0.7, color="#2b2925", amount=0.8),
                   dict(scale=5, lo=0.55, hi=0.72, color="#6b5a42", amount=0.8),
                   dict(src="attr:valley", lo=0.1, hi=0.9, color="#25221e", amount=0.85),
                   dict(scale=900, lo=0.5, hi=0.6, color="#716a5d", amount=0.6)]
        paper = material("paper", "#7d776b" if dirty else "#f0eee6", 0.95, sss=0.0, layers=lay,
                         bumps=[(1200, 0.5, 0.0006, "noise"), (200, 0.3, 0.0008, "noise")])
        o = sheet("pleats", pleat, nu, nv, paper, angle=50)
        u = np.repeat(np.linspace(0, 1, nu), nv)
        mark(o, "valley", 1 - np.abs(((u * N) % 1) * 2 - 1))
        frame = material("frame", "#6d6a63" if dirty else "#e9e8e2", 0.85, layers=[dict(scale=20, lo=0.4, hi=0.7, color="#3c3934" if dirty else "#d8d6ce", amount=0.8)],
                         bumps=[(800, 0.5, 0.0007, "noise")])
        for s in (-1, 1):
            box("frame", (0.006, H + 0.012, 0.031), (s * (W / 2 + 0.003), 0, 0.0155), mat=frame, bevel=0.0012)
            box("frame", (W + 0.012, 0.006, 0.031), (0, s * (H / 2 + 0.003), 0.0155), mat=frame, bevel=0.0012)
        ink = material("ink", "#2c2c2c" if dirty else "#1f4f8c", 0.8)
        place(lettering("AIR FLOW  >", 0.011, 0.0001, ink), (0.03, -H / 2 - 0.0061, 0.0155), (90, 0, 0))
        place(lettering("NV-4471 C", 0.009, 0.0001, ink, bold=False), (-0.06, -H / 2 - 0.0061, 0.0155), (90, 0, 0))
        if dirty:
            # Leaves, seeds, a feather of fluff, grit.
            for k in range(11):
                L = random.uniform(0.012, 0.034)
                col = random.choice(("#5a3d1e", "#7a5426", "#3f2f18", "#6a5a2a", "#8a6a35"))
                lf = sheet("leaf", lambda u, v, L=L: np.stack([(u - 0.5) * L, (v - 0.5) * L * 0.55 * np.sin(np.pi * np.clip(u * 0.96 + 0.02, 0, 1)) ** 0.8,
                           0.12 * L * np.sin(u * 5 + k) + 0.30 * L * np.abs(v - 0.5) + 0.03 * L * np.sin(v * 30)], 1), 26, 16,
                           material("leaf", col, 0.8, layers=[dict(scale=120, lo=0.45, hi=0.6, color="#2e2112")], bumps=[(400, 0.5, 0.0006, "noise")]))
                place(lf, (random.uniform(-0.085, 0.085), random.uniform(-0.095, 0.09), 0.0285 + random.uniform(0, 0.003)),
                      (random.uniform(-18, 18), random.uniform(-18, 18), random.uniform(0, 360)))
            for k in range(16):
                a = random.uniform(0, TAU)
                x, y, l = random.uniform(-0.09, 0.09), random.uniform(-0.1, 0.1), random.uniform(0.008, 0.026)
                tube("stalk", [(x, y, 0.029), (x + l * 0.5 * math.cos(a), y + l * 0.5 * math.sin(a), 0.032), (x + l * math.cos(a + 0.3), y + l * math.sin(a + 0.3), 0.029)],
                     random.uniform(0.0003, 0.0007), material("stalk", random.choice(("#3d2a17", "#6b5a3a")), 0.8))
            grit = material("grit", "#3a332a", 0.95)
            for k in range(160):
                bpy.ops.mesh.primitive_ico_sphere_add(subdivisions=1, radius=random.uniform(0.0004, 0.0014),
                                                      location=(random.uniform(-0.1, 0.1), random.uniform(-0.105, 0.105), 0.0275))
                bpy.context.object.data.materials.append(grit)
    return g


panel(True, 3).move((-0.118, 0.0, 0.0), (0, 0, 5))
panel(False, 9).move((0.122, 0.012, 0.0), (0, 0, -6))
# Grit fallen on the bench, a screwdriver behind.
grit = material("fallen", "#2f2a23", 0.95)
for k in range(90):
    bpy.ops.mesh.primitive_ico_sphere_add(subdivisions=1, radius=random.uniform(0.0004, 0.0012),
                                          location=(random.gauss(-0.12, 0.09), random.gauss(-0.15, 0.02), 0.0005))
    bpy.context.object.data.materials.append(grit)
place(lathe("handle", [(0.0001, 0), (0.008, 0.001), (0.013, 0.01), (0.014, 0.05), (0.011, 0.085), (0.013, 0.098), (0.008, 0.105), (0.003, 0.106)],
            material("handle", "#b3201c", 0.3, coat=0.5)), (0.06, 0.19, 0.014), (0, 90, 20))
tube("blade", [(0.165, 0.229, 0.014), (0.28, 0.27, 0.012)], 0.003, steel("blade"), False)

lamp((-0.6, -0.25, 0.75), (0, 0, 0), (0.5, 0.5), 9, "#fff4e6")
lamp((0.7, 0.5, 0.6), (0, 0, 0), (0.4, 0.4), 5, "#e6eeff")
camera((0.0, -0.33, 0.34), (0.002, -0.018, 0.0), 31, 8, roll=-3)
shoot(-0.15, look="High Contrast", bounces=4)
