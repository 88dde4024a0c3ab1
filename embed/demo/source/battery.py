"""Starter battery in the engine bay, positive terminal grown over with blue-green salts."""
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from kit import *

reset(31)
world("#98a0a8", 0.3)
workshop(floor=-0.9, back=3.0)

case = plastic("case", "#1c1d20", 0.42, 0.35)
lid = plastic("lid", "#222327", 0.38, 0.3)
lead = material("lead", "#8b8c8e", 0.5, 0.9, layers=[dict(scale=90, lo=0.45, hi=0.65, color="#5f6062", rough=0.7)], bumps=[(400, 0.4, 0.0005, "noise")])
brass = steel("clamp", "#a39c86", 0.4, 0.7)
with Gather() as g:
    box("case", (0.278, 0.175, 0.16), (0, 0, -0.095), mat=case, bevel=0.004)
    for k in range(9):
        box("rib", (0.006, 0.178, 0.11), (-0.12 + k * 0.03, 0, -0.105), mat=case, bevel=0.0015)
    box("lid", (0.282, 0.179, 0.022), (0, 0, -0.011), mat=lid, bevel=0.004)
    box("ridge", (0.278, 0.085, 0.016), (0, 0.035, 0.006), mat=lid, bevel=0.004)
    for k in range(6):
        cyl("plug", 0.0105, 0.004, (-0.095 + k * 0.038, 0.048, 0.0155), mat=case, bevel=0.0008)
        box("slot", (0.014, 0.0022, 0.001), (-0.095 + k * 0.038, 0.048, 0.0176), (0, 0, random.uniform(0, 180)), case)
    label = material("label", "#e9e9e6", 0.45, coat=0.4, layers=[dict(scale=30, lo=0.5, hi=0.75, color="#a9a398", amount=0.8)])
    box("label", (0.10, 0.052, 0.0003), (0.0, -0.038, 0.0003), mat=label)
    box("stripe", (0.10, 0.014, 0.0003), (0.0, -0.0195, 0.0004), mat=material("stripe", "#154a8a", 0.4, coat=0.4))
    place(lettering("NORDVIK", 0.0115, 0.0001, label), (0, -0.0195, 0.0006))
    ink = material("ink", "#202225", 0.5)
    place(lettering("12 V   70 Ah   640 A", 0.0078, 0.0001, ink), (0, -0.038, 0.0006))
    place(lettering("Original battery   AGM", 0.0055, 0.0001, ink, bold=False), (0, -0.052, 0.0006))
    red = material("red", "#a3211b", 0.4, layers=[dict(scale=40, lo=0.5, hi=0.7, color="#5c2a22", rough=0.8)])
    for sx, nm in ((-1, "+"), (1, "-")):
        x, y = sx * 0.108, -0.055
        cyl("boss", 0.017, 0.006, (x, y, 0.002), mat=lid, bevel=0.001)
        cyl("post", 0.0088, 0.026, (x, y, 0.014), mat=lead, bevel=0.001, r2=0.0078)
        place(lettering(nm, 0.026, 0.0006, red if sx < 0 else lid), (x + 0.030 * -sx, y + 0.005, 0.0003))
        with Gather() as c:
            lathe("clamp", [(0.0086, -0.007), (0.0138, -0.0065), (0.0138, 0.0065), (0.0086, 0.007), (0.0086, -0.007)], brass, a0=-70, a1=250)
            for d in (-1, 1):
                box("lug", (0.0045, 0.018, 0.012), (d * 0.006, -0.018, 0), mat=brass, bevel=0.001)
            bolt((0.0082, -0.021, 0), (0, 90, 0), 0.010, steel("bolt", dirt=0.5))
            cyl("bolt", 0.003, 0.03, (0, -0.021, 0), (0, 90, 0), brass)
            box("tongue", (0.016, 0.026, 0.006), (0, 0.024, 0.0), mat=brass, bevel=0.0015)
            cyl("lug", 0.0085, 0.022, (0, 0.038, 0.0), (90, 0, 0), brass, 0.0012)
        c.move((x, y, 0.018), (0, 0, 12 * sx))
    cable = material("cable", "#8e1713", 0.5, layers=[dict(scale=30, lo=0.45, hi=0.7, color="#4a2a22", rough=0.85)], bumps=[(200, 0.2, 0.0005, "noise")])
    tube("cable +", [(-0.1005, -0.024, 0.018), (-0.0985, -0.008, 0.019), (-0.112, 0.03, 0.022), (-0.135, 0.08, 0.045), (-0.18, 0.13, 0.04), (-0.26, 0.18, -0.03)], 0.0075, cable)
    tube("cable -", [(0.1005, -0.024, 0.018), (0.0985, -0.008, 0.019), (0.112, 0.03, 0.022), (0.14, 0.08, 0.05), (0.20, 0.14, 0.03), (0.3, 0.16, -0.05)], 0.007, rubber("black cable"))

    # Salts: lumps crowded on clamp and post, thinning out over the lid, powder around.
    salt = material("salt", "#c4d6d0", 0.98, layers=[
        dict(scale=45, lo=0.35, hi=0.62, color="#6fb0ad"), dict(scale=110, lo=0.48, hi=0.64, color="#2f8494", amount=0.75),
        dict(scale=70, lo=0.55, hi=0.68, color="#e4ebe6")], bumps=[(1200, 0.8, 0.0006, "noise"), (400, 0.6, 0.0008, "noise")])
    vs, fs = [], []
    bm = bmesh.new()
    bmesh.ops.create_icosphere(bm, subdivisions=3, radius=1)
    base = np.array([v.co[:] for v in bm.verts])
    faces = np.array([[v.index for v in f.verts] for f in bm.faces])
    rng = np.random.default_rng(4)
    n = 900
    for k in range(n):
        a = rng.uniform(0, TAU)
        if k < 560:
            rr, zz = rng.normal(0.0125, 0.0035), rng.uniform(0.003, 0.030)
            if rr < 0.008 and zz < 0.027:
                rr = 0.009
            size = rng.uniform(0.0008, 0.0030)
        elif k < 680:
            rr, zz, size = rng.uniform(0.0, 0.010), rng.uniform(0.0255, 0.028), rng.uniform(0.0008, 0.0022)
        elif k < 780:
            a, rr = rng.normal(-math.pi / 2, 0.25), rng.uniform(0.012, 0.030)
            zz, size = rng.uniform(0.008, 0.026), rng.uniform(0.001, 0.0026)
        else:
            rr = 0.014 + abs(rng.normal(0, 0.013))
            zz, size = 0.0002, rng.uniform(0.0003, 0.0015)
        if rr > 0.028:
            rr = 0.014 + rr % 0.014
        c = np.array([-0.108 + rr * math.cos(a), -0.055 + rr * math.sin(a), zz])
        p = base * (size * (0.25 + 1.35 * fbm(base + k * 7, 1.9, 4, 5))[:, None])
        p[:, 2] *= rng.uniform(0.6, 1.0)
        fs.append(faces + len(vs) * len(base))
        vs.append(p + c)
    from_arrays("salt", np.concatenate(vs), np.concatenate(fs).tolist(), salt)
    powder = sheet("powder", lambda u, v: np.stack([-0.108 + 0.029 * (u - 0.5) * 2, -0.055 + 0.031 * (v - 0.5) * 2,
                   0.0045 * np.clip(1 - (((u - 0.5) * 2) ** 2 + ((v - 0.5) * 2) ** 2) ** 0.5 * 1.15, 0, 1) *
                   fbm(np.stack([u * 6, v * 6, u * 0], 1), 2.0, 4, 7) * 2 - 0.0016 + 0.0022 * np.clip(1 - np.hypot(u - .5, v - .5) * 2.1, 0, 1) * fbm(np.stack([u * 30, v * 30, u * 0], 1), 1, 3, 2)], 1), 160, 140, salt)
    # Hold-down and neighbours in the bay.
    tray = plastic("tray", "#141517", 0.6)
    box("tray", (0.6, 0.5, 0.02), (0, 0.05, -0.18), mat=tray)
    body = paint("body", "#7b8791", 0.3, 0.7)
    box("wing", (0.05, 1.0, 0.1), (-0.30, 0.1, 0.03), (0, 20, 0), body, 0.02)
    box("fuse box", (0.15, 0.13, 0.10), (0.28, 0.02, -0.03), (0, 0, 4), plastic("fuses", "#18191b"), 0.012)
    box("cover", (0.45, 0.22, 0.10), (0.22, 0.34, 0.0), (0, 0, -6), plastic("cover", "#202226", 0.4), 0.03)
    place(lettering("VELORIA", 0.05, 0.002, material("chrome", "#cfd2d4", 0.15, 1)), (0.2, 0.29, 0.052), (0, 0, -6))
    for k in range(5):
        tube("hose", [(-0.25 + k * 0.06, 0.13, -0.05), (-0.2 + k * 0.06, 0.2, 0.04 + 0.02 * (k % 2)), (-0.05 + k * 0.07, 0.3, 0.02), (0.05 + k * 0.07, 0.5, -0.04)],
             0.011 - 0.0012 * k, rubber("hose %d" % k, dust=0.7))
    bx = box("bulkhead", (1.4, 0.03, 0.5), (0, 0.62, 0.0), mat=body)
g.move()

lamp((-0.45, -0.45, 0.6), (0, 0, 0), (0.35, 0.35), 6, "#fff3e4")
lamp((0.5, -0.1, 0.7), (0, 0, 0), (0.6, 0.1), 5, "#e8f0ff")
camera((-0.120, -0.220, 0.150), (-0.072, -0.035, 0.006), 31, 11, focus=(-0.100, -0.07, 0.02), roll=4)
shoot(0.25, look="High Contrast", bounces=4)
