"""Tread of a tyre near the legal limit, one shoulder bald, a digital depth gauge set in a groove."""
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from kit import *

reset(5)
world("#98a0a8", 0.3)
workshop(floor=-0.9, back=3.6)

R, HALF = 0.316, 0.100
A0, A1 = -55.0, 120.0
GROOVES = (-0.064, -0.023, 0.023, 0.064)


def height(a, x):
    """Depth below the tread face, and how deep we are in a groove."""
    s = a * R
    left = smooth(x, 0.045, 0.088)                        # worn shoulder on the right
    full = 0.0042 - 0.0030 * left
    d = np.zeros_like(x)
    bar = smooth(np.abs(((s + 0.012) % 0.175) - 0.0875), 0.0035, 0.0052)   # wear bars between the grooves
    for g in GROOVES:
        wob = g + 0.0009 * np.sin(s / 0.031 * TAU + g * 90)
        k = 1 - smooth(np.abs(x - wob), 0.0036, 0.0048)
        d = np.maximum(d, k * (full * (0.40 + 0.60 * bar)))
    # Sipes of the ribs, slanted by rib.
    for lo, hi, slant, pitch, w, dep in ((-0.020, 0.020, 0.55, 0.0165, 0.0006, 0.7), (0.027, 0.060, -0.5, 0.0180, 0.0006, 0.7),
                                         (-0.060, -0.027, 0.5, 0.0180, 0.0006, 0.7)):
        ph = (s + slant * x + 0.0012 * np.sin(x * 700)) % pitch
        line = 1 - smooth(np.abs(ph - pitch / 2), w * 0.6, w * 1.5)
        inside = smooth(x, lo, lo + 0.002) * (1 - smooth(x, hi - 0.002, hi))
        d = np.maximum(d, line * inside * full * dep)
    # Shoulder slots.
    pitch = 0.0285
    for side in (-1, 1):
        xx = x * side
        ph = (s + 0.35 * xx + 0.004 * np.sin(xx * 60)) % pitch
        slot = (1 - smooth(np.abs(ph - pitch * 0.5), 0.0016, 0.0026)) * smooth(xx, 0.069, 0.071)
        sipe = (1 - smooth(np.abs(ph - pitch * 0.02), 0.0004, 0.0011)) * smooth(xx, 0.070, 0.072) * (1 - smooth(xx, 0.093, 0.095))
        d = np.maximum(d, np.maximum(slot, sipe * 0.7) * (full if side > 0 else 0.0042))
    return d, left


def surface(u, v):
    a = np.radians(A0 + u * (A1 - A0))
    x = (v - 0.5) * 2 * 0.112
    # Crown, then the round shoulder.
    over = np.clip(np.abs(x) - 0.088, 0, None)
    drop = 0.9 * x ** 2 * 0.5 + over * 0.15 + 26 * over ** 2
    d, left = height(a, x)
    p = np.stack([x * 40, a * 14, np.zeros_like(x)], 1)
    rough = 0.00035 * (fbm(p, 3.0, 4, 8) - 0.5) + 0.0004 * left * (fbm(p, 9, 3, 2) - 0.5)
    r = R - drop - d + rough - 0.0016 * left
    return np.stack([x, -r * np.cos(a), r * np.sin(a)], 1)


nu, nv = 1150, 420
rub = material("tread", "#1d1d1e", 0.72, 0, 0.35, layers=[
    dict(scale=14, lo=0.4, hi=0.75, color="#47443f", rough=0.9, amount=0.75),
    dict(scale=70, stretch=(1, 0.25, 0.25), lo=0.5, hi=0.72, color="#5a564f", rough=0.92, amount=0.55),
    dict(scale=500, lo=0.55, hi=0.68, color="#6b665d", amount=0.35),
    dict(src="attr:deep", lo=0.1, hi=0.9, color="#0b0b0b", rough=0.9),
    dict(scale=90, lo=0.52, hi=0.64, by="attr:deep", color="#4d4335", rough=0.95, amount=0.8),
    dict(src="attr:bald", lo=0.3, hi=1, color="#2a2a2b", rough=0.5, amount=0.8)],
    bumps=[(1100, 0.35, 0.0005, "noise"), (160, 0.2, 0.0008, "noise")])
tread = sheet("tread", surface, nu, nv, rub, angle=50)
u, v = [q.ravel() for q in np.meshgrid(np.linspace(0, 1, nu), np.linspace(0, 1, nv), indexing="ij")]
d, left = height(np.radians(A0 + u * (A1 - A0)), (v - 0.5) * 0.224)
mark(tread, "deep", np.clip(d / 0.0035, 0, 1))
mark(tread, "bald", left)
side = rubber(dust=0.35)
for s in (-1, 1):
    x = lambda w: w * s
    prof = [(0.2905, 0.1115), (0.284, 0.114), (0.27, 0.116), (0.25, 0.117), (0.225, 0.112), (0.208, 0.102), (0.204, 0.095)]
    place(lathe("side", [(r, x(h)) for r, h in prof], side), rot=(0, 90, 0))
    place(lathe("rim", [(0.206, x(0.097)), (0.208, x(0.101)), (0.203, x(0.103)), (0.198, x(0.09)), (0.19, x(0.05)), (0.02, x(0.06))],
                steel("rim", "#9d9fa1", 0.3, 0.4)), rot=(0, 90, 0))
# Grit in the grooves.
stone = material("stone", "#8b8374", 0.9, layers=[dict(scale=300, lo=0.4, hi=0.7, color="#5b544a")])
for k in range(46):
    g = random.choice(GROOVES[:3])
    a = math.radians(random.uniform(-20, 75))
    r = R - 0.0036
    bpy.ops.mesh.primitive_ico_sphere_add(subdivisions=2, radius=random.uniform(0.0006, 0.0021),
                                          location=(g + random.uniform(-0.002, 0.002), -r * math.cos(a), r * math.sin(a)))
    o = bpy.context.object
    o.scale = [random.uniform(0.6, 1.2) for _ in range(3)]
    o.data.materials.append(stone)

# Depth gauge: steel foot across the rib, pin in the groove, case with display.
TH = 30.0
with Gather() as g:
    foot = steel("foot", "#c4c4c2", 0.25, 0.15)
    case = plastic("case", "#20242a", 0.4, 0.3)
    trim = material("trim", "#d8531c", 0.4, 0, 0.5)
    box("foot", (0.056, 0.009, 0.0045), (0, 0, 0.0022), mat=foot, bevel=0.0007)
    cyl("pin", 0.0013, 0.03, (0, 0, 0.010), mat=foot)
    cyl("collar", 0.0045, 0.008, (0, 0, 0.008), mat=foot, bevel=0.0005)
    box("case", (0.046, 0.0150, 0.062), (0, 0, 0.043), mat=case, bevel=0.003)
    box("frame", (0.037, 0.0015, 0.024), (0, -0.0074, 0.054), mat=trim, bevel=0.001)
    lcd = material("lcd", "#9aa88c", 0.2, 0, 0.6, glow="#93a184", power=0.25, coat=0.6)
    box("lcd", (0.033, 0.0008, 0.020), (0, -0.0082, 0.054), mat=lcd)
    ink = material("ink", "#15180f", 0.5)
    t = lettering("1.7", 0.0175, 0.00005, ink)
    place(t, (-0.0035, -0.00868, 0.0545), (90, 0, 0))
    place(lettering("mm", 0.0055, 0.00005, ink, bold=False), (0.0122, -0.00868, 0.0485), (90, 0, 0))
    for i, c in enumerate(("#c9c9c4", "#b8261c")):
        place(cyl("key", 0.0042, 0.003, mat=material("key", c, 0.4), bevel=0.0008), (-0.010 + 0.020 * i, -0.0078, 0.029), (90, 0, 0))
    place(lettering("ON", 0.003, 0.00003, material("print", "#cfd2d4", 0.6)), (-0.010, -0.0077, 0.0225), (90, 0, 0))
    place(lettering("ZERO", 0.003, 0.00003, material("print", "#cfd2d4", 0.6)), (0.010, -0.0077, 0.0225), (90, 0, 0))
    cyl("knob", 0.008, 0.006, (0, 0, 0.077), mat=foot, bevel=0.001)
t = math.radians(TH)
rr = R - 0.0003
g.move((0.023, -rr * math.cos(t), rr * math.sin(t)), (90 - TH, 0, 0))

lamp((-0.8, -1.0, 0.9), (0, -0.3, 0.1), (0.8, 0.2), 17, "#fff5e8")
lamp((0.9, -0.8, 0.5), (0, -0.3, 0.1), (0.15, 0.8), 12, "#e4edff")
lamp((-0.6, -0.7, -0.4), (0, -0.3, 0.1), (0.3, 0.3), 3, "#ffffff")


def path(t):
    """Up along the tread, then in on the gauge."""
    e = 0.42 + 0.58 * t * t * (3 - 2 * t)
    loc = (0.11 - 0.14 * e, -0.62 + 0.09 * e, -0.10 + 0.26 * e)
    tgt = (0.03 - 0.010 * e, -0.29, -0.06 + 0.245 * e)
    return dict(loc=loc, target=tgt, roll=4 - 6 * e)


video = "frames" in OPT or "at" in OPT
camera((-0.075, -0.60, 0.19), (0.012, -0.28, 0.172), 36, 5.6, focus=(0.02, -0.30, 0.165), roll=5)
shoot(0.35, look="High Contrast", path=path if video else None, ratio=(9, 16) if video else (4, 3), bounces=4)
