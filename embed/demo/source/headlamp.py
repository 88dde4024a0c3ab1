"""Headlamp gone yellow and blind on its upper half."""
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from kit import *

reset(81)
world("#9aa4ae", 0.35)
workshop(floor=-0.65, back=3.5)

# Front of the car faces -Y. The lamp is a rounded, raked shape about the origin.
W, H = 0.200, 0.085


def rim(t):
    """Outline of the lamp: pointed outward (right), round inward."""
    c, s = np.cos(t), np.sin(t)
    x = W * np.sign(c) * np.abs(c) ** 0.80
    z = H * np.sign(s) * np.abs(s) ** 0.72 * (1 - 0.38 * smooth(x, 0.0, W)) + 0.035 * smooth(x, -0.02, W)
    return x, z


def body_y(x, z):
    """Nose of the car: runs back to the right and upwards."""
    return 0.55 * np.clip(x + 0.10, 0, 9) ** 2 + 0.9 * np.clip(z + 0.02, 0, 9) ** 1.6 + 0.35 * np.clip(-x - 0.15, 0, 9) ** 2


def lens(u, v):
    t = u * TAU
    x, z = rim(t)
    x, z = x * v, z * v + 0.0
    y = body_y(x, z) - 0.020 * (1 - v ** 3.2) - 0.004
    p = np.stack([x * 30, z * 30, x * 0], 1)
    top = smooth(z + 0.02 * (fbm(p, 0.9, 4, 5) - 0.5), -0.055, 0.045)
    lens.haze = np.clip(0.08 + 0.62 * top * (0.65 + 0.6 * fbm(p, 1.3, 4, 9)), 0, 0.9)
    return np.stack([x, y, z], 1)


cover = clear("cover", "#fff3d4", haze="haze", haze_color="#cdbf93", scale=55, gloss=0.03, reflect=1.4)
o = sheet("lens", lens, 220, 90, cover, wrap_u=True, angle=80)
lens(*[q.ravel() for q in np.meshgrid(np.linspace(0, 1, 220, endpoint=False), np.linspace(0, 1, 90), indexing="ij")])
mark(o, "haze", lens.haze)
# Fine scratches and chips on the cover.
fleck = material("fleck", "#e8e0c8", 0.8)
for k in range(60):
    x, z = random.uniform(-0.17, 0.15), random.uniform(-0.05, 0.06)
    t = math.atan2(z / H, x / W)
    y = float(body_y(np.array([x]), np.array([z]))[0]) - 0.022 * (1 - min(1, math.hypot(x / W, z / H)) ** 3.2) - 0.0042
    bpy.ops.mesh.primitive_ico_sphere_add(subdivisions=1, radius=random.uniform(0.0003, 0.0010), location=(x, y, z))
    bpy.context.object.data.materials.append(fleck)

# Housing: dark bowl, two bright reflectors, bulb, projector, chrome trim, amber corner.
bowl_m = material("bowl", "#33363a", 0.4, 0.6)
sheet("bowl", lambda u, v: np.stack([rim(u * TAU)[0] * (1 - 0.25 * v), body_y(*[q * 0.98 for q in rim(u * TAU)]) + 0.13 * v, rim(u * TAU)[1] * (1 - 0.25 * v)], 1), 160, 20, bowl_m, wrap_u=True)
box("back", (0.5, 0.005, 0.3), (0, 0.15, 0), mat=bowl_m)
chrome = material("chrome", "#d9dadb", 0.07, 1.0, bumps=[(14, 0.05, 0.01, "noise")])
flute = material("flute", "#d4d4d2", 0.12, 1.0)
place(lathe("reflector", [(0.012, 0.055), (0.03, 0.040), (0.045, 0.020), (0.055, 0.0), (0.060, -0.001), (0.061, 0.004)], chrome), (-0.085, 0.055, -0.004), (90, 0, 0)).rotation_euler[0] = math.radians(-90)
place(lathe("bulb", [(0.0001, -0.028), (0.004, -0.026), (0.0055, -0.02), (0.0055, 0.01), (0.008, 0.012), (0.008, 0.05)], material("bulb", "#c9c4b0", 0.1, 0.4)), (-0.085, 0.055, -0.004), (-90, 0, 0))
place(lathe("ring", [(0.060, -0.004), (0.066, -0.004), (0.068, 0.004), (0.062, 0.03)], flute), (-0.085, 0.05, -0.004), (-90, 0, 0))
place(lathe("projector", [(0.0001, -0.024), (0.014, -0.021), (0.026, -0.012), (0.033, 0.0), (0.034, 0.004)], material("ball", "#8fa0ad", 0.02, 0.35, 0.9, coat=1.0)), (0.035, 0.060, 0.008), (-90, 0, 0))
place(lathe("projector ring", [(0.033, -0.004), (0.040, -0.006), (0.044, 0.0), (0.044, 0.05)], chrome), (0.035, 0.06, 0.008), (-90, 0, 0))
amber = material("amber", "#d1690c", 0.15, 0.0, 0.6, coat=1.0, glow="#d1690c", power=0.10, bumps=[(160, 0.5, 0.003, "voronoi")])
sheet("amber", lambda u, v: np.stack([0.095 + 0.065 * u, 0.045 + 0.05 * u - 0.008 * np.sin(v * np.pi), -0.022 + 0.055 * v + 0.020 * u - 0.02 * u * v], 1), 60, 40, amber)
for k in range(6):
    sheet("trim", lambda u, v, k=k: np.stack([-0.165 + 0.29 * u, 0.055 + 0.03 * u ** 2 + 0.010 * v, -0.047 - 0.0035 * k + 0.0025 * v + 0.012 * u], 1), 30, 3, flute)

# Painted nose around: bonnet above with its gap, wing, bumper below, grille at the left.
blue = paint("blue", "#27394d", 0.3, 0.75, layers=[dict(scale=300, lo=0.73, hi=0.75, color="#b9bcbd", rough=0.8, metal=0, amount=0.7)])
N = 200


def around(lo, hi, grow, zlift=0.0, push=0.0):
    def f(u, v):
        t = np.radians(lo + u * (hi - lo))
        x, z = rim(t)
        k = 1.035 + grow * v
        X, Z = x * k, z * k + zlift * v
        return np.stack([X, body_y(X, Z) - 0.004 + 0.016 * np.exp(-v / 0.03) + push * v ** 2, Z], 1)
    return sheet("nose", f, N, 120, blue)


around(-8, 187, 2.6)
around(187, 352, 2.6)
gapm = material("gap", "#050505", 0.9)
sheet("seal", lambda u, v: np.stack([rim(u * TAU)[0] * (0.985 + 0.07 * v), body_y(*rim(u * TAU)) + 0.006, rim(u * TAU)[1] * (0.985 + 0.07 * v)], 1), 200, 3, gapm, wrap_u=True)
sheet("bonnet gap", lambda u, v: np.stack([-0.75 + 1.25 * u, body_y(-0.75 + 1.25 * u, 0.118 + 0.0 * u + 0.05 * np.clip(u - .5, 0, 1)) - 0.0046, 0.1165 + 0.05 * np.clip(u - .5, 0, 1) + 0.0045 * v], 1), 120, 2, gapm)
box("grille", (0.30, 0.10, 0.11), (-0.43, 0.02, -0.02), mat=gapm)
for k in range(6):
    box("slat", (0.30, 0.02, 0.006), (-0.43, -0.033, -0.065 + k * 0.019), mat=chrome, bevel=0.002)

wm = material("far wall", "#a9aca8", 0.8)
box("far wall", (14, 0.1, 4), (0, -5.0, 1.0), mat=wm)
box("gate", (2.4, 0.05, 2.2), (-1.9, -4.85, 0.6), mat=glow("gate", "#dce8f2", 2.0))
lamp((-0.5, -1.1, 1.2), (0, 0, 0), (1.2, 0.15), 16, "#f8f8f4")
lamp((0.9, -0.8, 0.3), (0, 0, 0), (0.15, 0.8), 6, "#e8f0ff")
camera((-0.10, -0.50, 0.13), (-0.005, 0.02, 0.004), 33, 7, focus=(0, -0.01, 0), roll=3)
shoot(0.3, look="High Contrast", bounces=5)
