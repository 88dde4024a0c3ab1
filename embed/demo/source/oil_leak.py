"""From under the car: oil seeping past the sump gasket, running down the sump and hanging at the drain plug."""
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from kit import *

reset(41)
world("#8f98a2", 0.3)

alu_layers = [dict(scale=22, lo=0.45, hi=0.7, color="#5d5850", rough=0.8, metal=0.3, amount=0.8),
              dict(scale=120, lo=0.55, hi=0.7, color="#7d776c", rough=0.8, metal=0.3, amount=0.5),
              dict(scale=7, lo=0.5, hi=0.7, color="#43403b", rough=0.85, metal=0.2, amount=0.7)]
wet = [dict(src="attr:oil", lo=0.05, hi=0.5, color="#4a3318", rough=0.16, metal=0.5, amount=0.9),
       dict(src="attr:oil", lo=0.5, hi=1.0, color="#1c1008", rough=0.09, metal=0.1, amount=0.92)]
alu = material("cast aluminium", "#94938f", 0.5, 0.9, layers=alu_layers, bumps=[(650, 0.35, 0.0006, "noise"), (90, 0.15, 0.001, "noise")])
alu_oil = material("oily aluminium", "#94938f", 0.5, 0.9, layers=alu_layers + wet, bumps=[(650, 0.18, 0.0006, "noise"), (90, 0.12, 0.001, "noise")])
bolts = steel("bolts", "#8f8b82", 0.4, 0.7)
iron = cast_iron("block", 0.5, "#4b4a48")


def stream(x, z, top):
    """Oil film 0..1 on a face: a wet belt under the gasket that breaks into runs."""
    q = np.stack([x * 60, x * 0, x * 0], 1)
    reach = 0.018 + 0.11 * smooth(fbm(np.stack([x * 34, x * 0, x * 0], 1), 1.0, 4, 12), 0.42, 0.75)
    reach = reach * smooth(x, -0.125, -0.06) * (1 - smooth(x, 0.07, 0.135))
    edge = 0.010 * (fbm(np.stack([x * 160, z * 60, x * 0], 1), 1.0, 3, 3) - 0.5)
    return 1 - smooth((top - z) + edge, reach * 0.45, reach + 0.006)


def sump(u, v):
    """Wraps the pan: v runs down the front face and along the bottom; u along it."""
    x = (u - 0.5) * 0.40
    down = np.clip(v / 0.55, 0, 1)
    along = np.clip((v - 0.55) / 0.45, 0, 1)
    y = -0.10 + 0.020 * down + 0.22 * along
    z = 0.0 - 0.105 * down - 0.006 * along
    # Round the corner.
    c = np.exp(-((v - 0.55) / 0.05) ** 2)
    y, z = y + 0.012 * c, z + 0.009 * c
    rib = np.abs(((x + 0.02) / 0.040) % 1 - 0.5)
    h = 0.0060 * (1 - smooth(rib, 0.055, 0.10)) * smooth(v, 0.03, 0.10) * (1 - smooth(v, 0.93, 0.97))
    y = y - h * (1 - along * 0.98)
    z = z - h * (0.2 + 0.8 * along)
    oil = stream(x, -v * 0.19, 0.0) * (1 - smooth(v, 0.93, 1.0))
    pool = smooth(fbm(np.stack([x * 22, along * 5, x * 0], 1), 1.0, 4, 6), 0.47, 0.6) * (along > 0) * (1 - smooth(np.abs(x), 0.07, 0.13)) * (1 - smooth(along, .5, .8))
    sump.oil = np.maximum(oil, pool)
    y = y - 0.0007 * sump.oil * (1 - along)
    return np.stack([x, y, z], 1)


with Gather() as g:
    o = sheet("sump", sump, 520, 300, alu_oil, angle=60)
    mark(o, "oil", sump.oil)
    for s in (-1, 1):
        prism("end", [(-0.10, 0), (-0.08, -0.105), (0.14, -0.111), (0.14, 0)], 0.004, alu).matrix_world = Matrix.Translation((s * 0.2, 0, 0)) @ Matrix.Rotation(math.pi / 2, 4, "Z") @ Matrix.Rotation(math.pi / 2, 4, "X")

    def flange_fn(u, v):
        x = (u - 0.5) * 0.44
        y = np.interp(v, [0, 0.15, 0.25, 0.75, 0.85, 1], [-0.10, -0.124, -0.126, -0.126, -0.124, -0.10])
        z = np.interp(v, [0, 0.15, 0.25, 0.75, 0.85, 1], [-0.001, -0.001, 0.001, 0.009, 0.011, 0.011])
        flange_fn.oil = smooth(fbm(np.stack([x * 26, v * 2.0, x * 0], 1), 1.0, 4, 30), 0.36, 0.52) * (1 - smooth(np.abs(x), 0.10, 0.15))
        return np.stack([x, y, z], 1)
    o = sheet("flange", flange_fn, 500, 60, alu_oil)
    mark(o, "oil", flange_fn.oil)
    gasket = material("gasket", "#1a1713", 0.25)
    box("gasket", (0.44, 0.20, 0.0022), (0, -0.0245, 0.0121), mat=gasket)
    for k in range(9):
        x = -0.195 + k * 0.049
        cyl("bolt boss", 0.011, 0.014, (x, -0.116, 0.0045), mat=alu_oil if 2 < k < 7 else alu, bevel=0.001)
        bolt((x, -0.116, -0.0022), (180, 0, 0), 0.0105, bolts, height=0.0065)
    # Block above.
    def block(u, v):
        x, z = (u - 0.5) * 0.5, 0.0135 + v * 0.17
        y = -0.118 + 0.02 * smooth(v, 0.05, 0.2) - 0.008 * (np.abs((x / 0.09) % 1 - 0.5) < 0.07) * smooth(v, 0.1, 0.15) - 0.02 * smooth(v, 0.6, 0.7)
        block.oil = (1 - smooth(v + 0.10 * (fbm(np.stack([x * 40, v * 5, x * 0], 1), 1, 3, 9) - 0.5), 0.03, 0.16)) * (1 - smooth(np.abs(x - 0.01), 0.05, 0.11)) * 0.55
        return np.stack([x, y, z], 1)
    iron_oil = material("oily block", "#55534f", 0.6, 0.7, layers=[
        dict(scale=60, lo=0.52, hi=0.66, color="#5a4030", rough=0.9, metal=0), dict(scale=14, lo=0.45, hi=0.7, color="#34312d", rough=0.85, metal=0.2)] + wet,
        bumps=[(600, 0.4, 0.0008, "noise"), (110, 0.3, 0.001, "noise")])
    o = sheet("block", block, 400, 160, iron_oil)
    mark(o, "oil", block.oil)
    for x, z in ((-0.14, 0.07), (0.02, 0.09), (0.16, 0.065)):
        cyl("core plug", 0.017, 0.008, (x, -0.105, z), (90, 0, 0), iron, 0.002)
        cyl("core dish", 0.013, 0.0082, (x, -0.1055, z), (90, 0, 0), bolts, 0.001)
    # Drain plug on the slope and oil filter.
    cyl("plug boss", 0.020, 0.012, (0.035, -0.092, -0.070), (79, 0, 0), alu_oil, 0.002)
    cyl("copper ring", 0.0125, 0.0022, (0.035, -0.0990, -0.0714), (79, 0, 0), steel("copper", "#b8764a", 0.35, 0.4), 0.0005)
    bolt((0.035, -0.0998, -0.0716), (79, 0, 0), 0.017, bolts, height=0.009)
    can = material("can", "#1f4a86", 0.35, 0.0, coat=0.7, layers=[dict(scale=18, lo=0.48, hi=0.7, color="#4a453d", rough=0.8)])
    place(lathe("filter", [(0.0001, 0.0), (0.022, 0.0), (0.034, 0.004), (0.038, 0.012), (0.038, 0.085), (0.041, 0.088), (0.041, 0.094), (0.030, 0.096)], can, warp=lambda a, r, z: (r - 0.0012 * (np.cos(a * 15) > 0.2) * ((z > 0.001) & (z < 0.03)), z)), (-0.125, -0.155, -0.05), (-8, 0, 0))
    # Gearbox bell at the right, cross member, exhaust, shield.
    bell = lathe("bell", [(0.19, 0), (0.19, 0.016), (0.176, 0.018), (0.165, 0.06), (0.135, 0.14), (0.12, 0.22), (0.12, 0.5)], alu, n=200,
                 warp=lambda a, r, z: (r + 0.010 * (np.abs((a / 0.26) % 1 - 0.5) < 0.06) * ((z > 0.02) & (z < 0.2)), z))
    place(bell, (0.225, 0.02, 0.06), (0, 90, 0))
    for k in range(7):
        a = math.radians(180 + 25 + k * 22)
        bolt((0.243, 0.02 + 0.183 * math.cos(a), 0.06 + 0.183 * math.sin(a)), (0, 90, 0), 0.012, bolts)
    tube("exhaust", [(-0.6, 0.16, -0.06), (-0.2, 0.20, -0.12), (0.2, 0.26, -0.14), (0.8, 0.3, -0.13)], 0.030, cast_iron("exhaust", 0.8, "#6a5647"))
    box("cross member", (1.6, 0.09, 0.06), (0, -0.34, 0.10), (8, 0, 3), material("member", "#191a1b", 0.5, layers=[dict(scale=12, lo=0.45, hi=0.7, color="#4c463c", rough=0.9)]), 0.012)
    tube("harness", [(-0.4, -0.16, 0.12), (-0.15, -0.15, 0.105), (0.05, -0.14, 0.13), (0.2, -0.17, 0.17), (0.4, -0.1, 0.25)], 0.009, rubber("harness", dust=0.8))
    box("underbody", (3, 2.4, 0.02), (0, 0.4, 0.45), mat=material("underbody", "#191a1a", 0.8))
    # Hanging drops and a few runs standing proud.
    oil = material("oil", "#1a0d03", 0.03, 0.0, 0.7, coat=1.0)
    drop = [(0.0001, 0.0062), (0.0006, 0.0052), (0.0010, 0.0038), (0.0019, 0.0020), (0.0024, 0.0006), (0.0023, -0.0008), (0.0016, -0.0019), (0.0001, -0.0024)]
    for x, y, z, sc in ((0.035, -0.108, -0.0845, 1.5), (0.0, -0.078, -0.113, 1.5), (0.02, -0.070, -0.1125, 1.0), (-0.04, -0.077, -0.113, 1.2),
                        (-0.001, -0.118, -0.0135, 1.0), (0.0485, -0.118, -0.0132, 0.9), (0.06, -0.06, -0.115, 1.1), (-0.0495, -0.118, -0.0132, 0.7)):
        place(lathe("drop", drop, oil, n=32), (x, y, z), scale=sc)
    for x0, n in ((0.0, 9), (-0.04, 9), (0.062, 7)):
        pts = [(x0 + 0.0015 * math.sin(k * 1.7 + x0 * 90), -0.1022 + 0.0195 * k / 9 - 0.0005, -0.004 - 0.098 * k / 9) for k in range(n + 1)]
        tube("run", pts, 0.0012, oil)
g.move()
# Roof of the hall far above, tubes mirrored in the oil, the hand lamp beside the phone.
wall = material("wall", "#8f9391", 0.8)
box("wall", (12, 0.1, 6), (0, 5, -1), mat=wall)
lamp((-0.35, -0.75, -0.30), (0, -0.05, -0.03), (0.10, 0.10), 3.2, "#fff6e8")
lamp((0.7, -0.9, 0.05), (0, -0.05, 0), (0.05, 0.8), 5, "#e6f0ff")
lamp((-0.9, -0.4, 0.15), (0, -0.1, 0), (0.6, 0.06), 3, "#e6f0ff")
camera((-0.055, -0.43, -0.185), (0.008, -0.085, -0.040), 30, 6.3, focus=(0.02, -0.11, -0.03), roll=-6)
shoot(0.9, look="High Contrast", bounces=4)
