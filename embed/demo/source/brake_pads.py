"""A worn brake pad in the jaws of a digital calliper, a new pad beside it."""
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from kit import *

reset(11)
world("#98a0a8", 0.3)
workshop(floor=-0.9, back=3.4)
bench(wood=True)

plate_old = material("old plate", "#33302d", 0.6, 0.4, layers=[
    dict(scale=60, lo=0.45, hi=0.62, color="#5e3c27", rough=0.95, metal=0), dict(scale=200, lo=0.55, hi=0.68, color="#8a5430", rough=0.95, metal=0, amount=0.8)],
    bumps=[(500, 0.4, 0.0007, "noise")])
plate_new = material("new plate", "#17181a", 0.35, 0.2, bumps=[(900, 0.15, 0.0003, "noise")])
old = material("old lining", "#4b4541", 0.85, layers=[
    dict(scale=420, lo=0.5, hi=0.6, color="#8c8176"), dict(scale=900, lo=0.58, hi=0.64, color="#b58f60", metal=0.7, rough=0.4),
    dict(scale=30, lo=0.45, hi=0.7, color="#2f2b29", amount=0.8)], bumps=[(700, 0.7, 0.0006, "noise"), (120, 0.4, 0.001, "noise")])
new = material("new lining", "#3b3d40", 0.9, layers=[
    dict(scale=600, lo=0.52, hi=0.6, color="#77797c"), dict(scale=1100, lo=0.58, hi=0.64, color="#c09868", metal=0.7, rough=0.4)],
    bumps=[(900, 0.6, 0.0005, "noise")])


def pad(thick, plate, lining, slot):
    """Stands on its inner edge, thickness along X, length along Y."""
    with Gather() as g:
        out = sector(0.098, 0.150, 63, 117, 40)
        prism("plate", out, 0.006, plate, 0.0007, z0=0)
        for s in (-1, 1):
            e = math.radians(90 + s * 27)
            x, y = math.cos(e) * 0.126, math.sin(e) * 0.126
            place(prism("ear", [(-0.011, -0.008), (0.011, -0.008), (0.011, 0.008), (-0.011, 0.008)], 0.006, plate, 0.0007), (x, y, 0), (0, 0, 27 * s))
        if slot:
            for lo, hi in ((66, 89.2), (90.8, 114)):
                prism("lining", sector(0.1015, 0.148, lo, hi, 24), thick, lining, 0.0016, z0=0.006)
        else:
            o = sheet("lining", lambda u, v: np.stack([
                (0.1015 + 0.0465 * v) * np.cos(np.radians(66 + 48 * u)), (0.1015 + 0.0465 * v) * np.sin(np.radians(66 + 48 * u)),
                0.006 + thick + 0.0009 * (fbm(np.stack([v * 0, v * 46, v * 0], 1), 1.0, 3, 4) - 0.5) + 0.0006 * (u - 0.5)], 1), 120, 120, lining)
            prism("lining body", sector(0.1016, 0.1479, 66, 114, 40), thick - 0.0006, lining, 0.0002, z0=0.006)
    # centre the outline, then turn: outline x -> y, outline y -> z, height -> x
    inner = group(g.obs, (0, -0.0985 * math.sin(math.radians(63)), 0))
    e = group([inner])
    e.matrix_world = Matrix(((0, 0, 1, 0), (1, 0, 0, 0), (0, 1, 0, 0), (0, 0, 0, 1)))
    return e


a = pad(0.0021, plate_old, old, False)
group([a], (0, -0.062, 0.0))
b = pad(0.0118, plate_new, new, True)
group([b], (-0.052, -0.050, 0.0), (0, 0, 7))

# Digital calliper lying behind, jaws towards us.
steel_ = material("calliper steel", "#c3c5c6", 0.26, 1.0, layers=[dict(scale=80, stretch=(0.05, 1, 1), lo=0.5, hi=0.65, color="#a2a4a6", rough=0.36)],
                  bumps=[(300, 0.06, 0.0004, "noise", (0.04, 1, 1))])
case = plastic("case", "#1d2024", 0.4, 0.25)
Z = 0.018
with Gather() as g:
    T = 0.0081
    box("beam", (0.235, 0.0165, 0.0036), (0.085, 0.012, 0), mat=steel_, bevel=0.0003)
    prism("fixed jaw", [(0, 0.020), (0, -0.040), (-0.0035, -0.040), (-0.0115, -0.014), (-0.030, 0.004), (-0.030, 0.020)], 0.0036, steel_, 0.0003, z0=-0.0018)
    prism("fixed inner jaw", [(-0.002, 0.018), (-0.002, 0.038), (-0.004, 0.038), (-0.014, 0.024), (-0.014, 0.018)], 0.0026, steel_, 0.0003, z0=-0.0013)
    with Gather() as sl:
        prism("jaw", [(0, 0.020), (0, -0.040), (0.0035, -0.040), (0.0115, -0.014), (0.026, 0.002), (0.026, 0.020)], 0.0036, steel_, 0.0003, z0=-0.0018)
        prism("inner jaw", [(-0.002, 0.018), (-0.002, 0.038), (0.0, 0.038), (0.012, 0.024), (0.012, 0.018)], 0.0026, steel_, 0.0003, z0=-0.0013)
        box("slider", (0.078, 0.030, 0.009), (0.046, 0.012, 0.002), mat=case, bevel=0.0018)
        box("bezel", (0.044, 0.019, 0.0014), (0.038, 0.0135, 0.0068), mat=material("bezel", "#8d9296", 0.3, 0.8), bevel=0.0006)
        box("lcd", (0.040, 0.0155, 0.0006), (0.038, 0.0135, 0.0075), mat=material("lcd", "#a3b096", 0.2, 0, 0.5, glow="#98a588", power=0.28))
        ink = material("ink", "#12150d", 0.5)
        place(lettering("8.1", 0.0150, 0.00004, ink), (0.035, 0.0137, 0.00792))
        place(lettering("mm", 0.0050, 0.00004, ink, bold=False), (0.0515, 0.0098, 0.00792))
        for k, c in enumerate(("#b3281e", "#c8c8c2", "#c8c8c2")):
            cyl("key", 0.0032, 0.002, (0.066 + 0.0075 * k, 0.008 if k else 0.018, 0.0071), mat=material("key", c, 0.4), bevel=0.0005)
        place(cyl("wheel", 0.006, 0.006, mat=steel_, bevel=0.0005, n=40), (0.062, -0.004, 0.0), (0, 0, 0))
    sl.move((T, 0, 0))
    marks = material("marks", "#1a1a1a", 0.6)
    for k in range(95):
        box("mark", (0.0002, 0.006 if k % 10 == 0 else 0.0042 if k % 5 == 0 else 0.003, 0.0001), (0.099 + k * 0.001, 0.0065, 0.0018), mat=marks)
    for k in range(9):
        place(lettering(str(10 + k), 0.0035, 0.00003, marks), (0.100 + k * 0.01, 0.0125, 0.00182))
    box("scale", (0.11, 0.0165, 0.0001), (0.15, 0.012, 0.00178), mat=material("scale", "#b9bdbf", 0.4, 0.8))
g.move((-0.0004, -0.012, Z), (0, 0, 0))
box("rest", (0.11, 0.03, 0.014), (0.12, 0.0, 0.007), mat=material("block", "#4a3a28", 0.7), bevel=0.001)

# Rag, spanner, dust.
rag = sheet("rag", lambda u, v: np.stack([-0.34 + 0.20 * u, 0.05 + 0.22 * v, 0.008 + 0.035 * fbm(np.stack([u * 4, v * 4, u * 0], 1), 1.4, 4, 6)], 1), 90, 90,
            material("rag", "#a4442e", 0.95, sheen=0.5, layers=[dict(scale=14, lo=0.45, hi=0.65, color="#3a2620")], bumps=[(900, 0.5, 0.0006, "noise")]))
sp = prism("spanner", [(0, -0.006), (0.15, -0.005), (0.15, 0.005), (0, 0.006)], 0.005, steel_, 0.0015)
place(sp, (0.10, 0.10, 0.001), (0, 0, 12))
ringend = lathe("ring", [(0.0085, 0), (0.014, 0.001), (0.014, 0.007), (0.0085, 0.008), (0.0085, 0)], steel_)
place(ringend, (0.10, 0.10, 0.0))

lamp((-0.5, -0.5, 0.7), (0, 0, 0), (0.6, 0.12), 7, "#fff3e2")
lamp((0.6, -0.3, 0.5), (0, 0, 0), (0.12, 0.5), 3.5, "#e2ecff")
camera((0.045, -0.265, 0.135), (0.014, -0.045, 0.020), 44, 20, focus=(0.012, -0.065, 0.03), roll=4)
shoot(0.0, look="High Contrast", bounces=4)
