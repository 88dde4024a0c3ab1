"""Drive shaft boot torn open along a fold, grease thrown out over the joint."""
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from kit import *

reset(51)
world("#8f98a2", 0.2)
workshop(floor=-1.3, back=3.0)

boot = material("boot", "#141415", 0.48, 0, 0.5, layers=[
    dict(scale=20, lo=0.42, hi=0.72, color="#3f3a33", rough=0.85, amount=0.65),
    dict(scale=160, lo=0.52, hi=0.68, color="#57503f", rough=0.9, amount=0.3),
    dict(src="attr:grease", lo=0.3, hi=0.8, color="#1c160d", rough=0.12)], bumps=[(600, 0.2, 0.0005, "noise"), (90, 0.2, 0.001, "noise")])
grease = material("grease", "#2a2012", 0.16, 0, 0.6, coat=0.8, layers=[
    dict(scale=60, lo=0.4, hi=0.7, color="#4a3a20"), dict(scale=140, lo=0.5, hi=0.66, color="#120d07")], bumps=[(130, 0.35, 0.002, "noise")])
band = steel("band", "#b0afa9", 0.3, 0.5)
shaft = cast_iron("shaft", 0.45, "#3d3b39")
dark = cast_iron("knuckle", 0.5, "#3a3836")

# Along Z: shaft end small, joint end wide.
L, N = 0.105, 5
with Gather() as g:
    def shape(u, v, inner=0.0):
        a, z = u * TAU, v * L
        base = np.interp(v, [0, 0.10, 0.14, 0.86, 0.91, 1], [0.0155, 0.0155, 0.0175, 0.040, 0.0435, 0.0435])
        mid = smooth(v, 0.11, 0.17) * (1 - smooth(v, 0.86, 0.90))
        wave = np.abs(np.sin((v - 0.14) / 0.74 * N * np.pi)) ** 0.75
        r = base + mid * (wave - 0.40) * np.interp(v, [0, 1], [0.013, 0.019])
        p = np.stack([np.cos(a) * 2, np.sin(a) * 2, v * 6], 1)
        r = r + 0.0011 * (fbm(p, 1.5, 3, 2) - 0.5) * mid * 2 + inner
        # Boot bends with the joint.
        off = 0.010 * smooth(v, 0.0, 1.0)
        # The rupture: an open crescent round a fold.
        ac = math.radians(284)
        da = (a - ac + math.pi) % TAU - math.pi
        zc = 0.628 + 0.045 * np.sin(da * 1.6 + 0.5)
        jag = 0.012 * (fbm(np.stack([da * 9, v * 3, v * 0], 1), 1.0, 3, 14) - 0.5)
        half = 0.060 * np.clip(1 - (da / 0.80) ** 2, 0, 1) ** 0.7
        t = v - zc + jag
        hole = np.abs(t) < half
        lip = np.exp(-((np.abs(t) - half) / 0.016) ** 2) * (half > 0.004)
        r = r + 0.0042 * lip * np.where(t > 0, 0.9, 1.1) * (0.4 + fbm(p, 5, 2, 8))
        shape.hole = hole
        shape.grease = np.exp(-(t / 0.13) ** 2 - (da / 1.0) ** 2) * (0.55 + 0.9 * fbm(p, 2.5, 3, 20))
        return np.stack([r * np.cos(a) + off * 0.3, r * np.sin(a), z], 1)
    nu, nv = 560, 420
    o = sheet("boot", shape, nu, nv, boot, wrap_u=True, angle=80)
    shape(*[q.ravel() for q in np.meshgrid(np.linspace(0, 1, nu, endpoint=False), np.linspace(0, 1, nv), indexing="ij")])
    mark(o, "grease", shape.grease)
    hole = shape.hole
    bm = bmesh.new()
    bm.from_mesh(o.data)
    bm.verts.ensure_lookup_table()
    bmesh.ops.delete(bm, geom=[f for f in bm.faces if all(hole[w.index] for w in f.verts)], context="FACES_ONLY")
    bm.to_mesh(o.data)
    bm.free()
    so = o.modifiers.new("wall", "SOLIDIFY")
    so.thickness, so.offset = 0.0020, -1
    # Inside: balls and cage of the joint drowned in grease.
    core = lathe("core", [(0.013, 0.0), (0.014, 0.03), (0.017, 0.05), (0.026, 0.058), (0.030, 0.075), (0.028, 0.10)], grease, n=90,
                 warp=lambda a, r, z: (r + 0.005 * fbm(np.stack([np.cos(a) * 2, np.sin(a) * 2, z * 90], 1), 1.2, 3, 5) - 0.002, z))
    # Lumps of grease on the lips, in the folds, hanging below.
    rng = np.random.default_rng(7)
    bpy.ops.object.metaball_add(type="BALL")
    mb = bpy.context.object
    mb.data.resolution, mb.data.render_resolution, mb.data.threshold = 0.0018, 0.0014, 0.35
    mb.data.elements.remove(mb.data.elements[0])
    mb.data.materials.append(grease)

    def blob(p, rad):
        e = mb.data.elements.new(type="BALL")
        e.co, e.radius = p, rad
    for k in range(200):
        da = rng.normal(0, 0.45)
        a = math.radians(284) + da
        v = 0.628 + 0.045 * math.sin(da * 1.6 + 0.5) + rng.choice([-1, 1]) * abs(rng.normal(0.045, 0.03))
        rr = np.interp(v, [0.14, 0.86], [0.0175, 0.040]) + 0.003 + rng.uniform(-0.003, 0.0045)
        blob((rr * math.cos(a), rr * math.sin(a), v * L), rng.uniform(0.0016, 0.0048))
    for k in range(8):       # strings pulled across the tear
        da = rng.normal(0, 0.4)
        a = math.radians(284) + da
        for q in np.linspace(-1, 1, 16):
            v = 0.628 + 0.05 * q + 0.045 * math.sin(da * 1.6 + 0.5)
            rr = np.interp(v, [0.14, 0.86], [0.0175, 0.040]) + 0.001 - 0.004 * (1 - q * q)
            aa = a + 0.06 * q
            blob((rr * math.cos(aa), rr * math.sin(aa), v * L), 0.0011 + 0.0016 * abs(q))
    # Clamps.
    for z0, r, w in ((0.0052, 0.0172, 0.006), (0.0995, 0.0452, 0.009)):
        lathe("clamp", [(r, z0 - w / 2), (r + 0.0009, z0 - w / 2), (r + 0.0009, z0 + w / 2), (r, z0 + w / 2)], band)
        box("ear", (0.005, 0.006, w * 0.8), ((r + 0.003) * math.cos(-0.9), (r + 0.003) * math.sin(-0.9), z0), (0, 0, -52), band, 0.001)
    cyl("shaft", 0.0125, 0.6, (0, 0, -0.29), mat=shaft)
    lathe("joint", [(0.043, 0.093), (0.0445, 0.105), (0.0465, 0.109), (0.0465, 0.128), (0.043, 0.133), (0.030, 0.138), (0.028, 0.16), (0.0001, 0.16)], shaft)
    for k in range(48):      # ring of the speed sensor
        a = TAU * k / 48
        box("tooth", (0.0035, 0.0032, 0.009), (0.0485 * math.cos(a), 0.0485 * math.sin(a), 0.119), (0, 0, math.degrees(a)), dark)
g.move((-0.03, 0, 0), (0, 90, -6))

# Grease flung on what stands around, knuckle, arm, disc.
with Gather() as k2:
    splat = material("splat", "#3a3836", 0.65, 0.6, layers=[
        dict(scale=60, lo=0.45, hi=0.6, color="#5a4030", rough=0.9, metal=0), dict(scale=38, lo=0.6, hi=0.66, color="#15100a", rough=0.3, metal=0),
        dict(scale=90, lo=0.63, hi=0.67, color="#15100a", rough=0.3, metal=0)], bumps=[(400, 0.4, 0.0008, "noise")])
    box("knuckle", (0.06, 0.11, 0.20), (0.155, 0.02, 0.0), (0, 0, 4), splat, 0.02)
    place(lathe("disc", [(0.06, 0), (0.14, 0), (0.14, 0.02), (0.06, 0.02)], steel("disc", "#77726b", 0.4, 0.7)), (0.20, 0.0, 0), (0, 90, 0))
    prism("arm", [(-0.35, -0.05), (0.18, -0.022), (0.20, 0.0), (0.18, 0.022), (-0.35, 0.10)], 0.028, splat, 0.007).matrix_world = Matrix.Translation((-0.02, 0.02, -0.12))
    cyl("ball joint", 0.022, 0.05, (0.145, 0.02, -0.085), mat=rubber("bj"), bevel=0.01)
    tube("track rod", [(0.14, 0.09, 0.03), (-0.1, 0.11, 0.03), (-0.5, 0.12, 0.02)], 0.009, dark)
    place(cyl("strut", 0.027, 0.4, mat=material("strut", "#17181a", 0.4)), (0.14, 0.06, 0.27), (0, -6, 0))
    tube("hose", [(0.16, -0.02, 0.08), (0.08, 0.02, 0.13), (0.02, 0.08, 0.12), (-0.1, 0.16, 0.2)], 0.006, rubber("hose"))
    box("subframe", (0.5, 0.1, 0.10), (-0.40, 0.22, 0.02), (0, 0, 5), splat, 0.02)
    box("gearbox", (0.2, 0.26, 0.24), (-0.46, 0.1, 0.0), (0, 0, 3), material("gearbox", "#8a8985", 0.55, 0.8, layers=[dict(scale=20, lo=0.45, hi=0.7, color="#4c463c", rough=0.85, metal=0.2)]), 0.03)
    box("underbody", (2, 0.03, 1.0), (0, 0.6, 0.2), mat=material("underbody", "#1d1e1f", 0.8, layers=[dict(scale=8, lo=0.45, hi=0.7, color="#3a352d")]))
k2.move((0.02, 0, 0))
lamp((-0.30, -0.55, 0.15), (0.02, 0, 0), (0.12, 0.12), 3.2, "#fff5e6")
lamp((0.35, -0.5, -0.25), (0.02, 0, 0), (0.08, 0.4), 2.2, "#e4eeff")
lamp((0.1, -0.2, 0.6), (0.02, 0, 0), (0.5, 0.08), 4, "#eef4ff")
camera((-0.005, -0.245, -0.070), (0.024, 0, -0.008), 33, 5.6, focus=(0.03, -0.035, -0.015), roll=5)
shoot(0.65, look="High Contrast", bounces=4)
