"""Parking damage: a dent in the door that bends the mirrored lights, and scratches down to the primer."""
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from kit import *

reset(71)
world("#9aa4ae", 0.35)
workshop(floor=-0.75, back=3.5)

DX, DZ = 0.03, -0.02        # middle of the dent


def side(x, z):
    """Body surface: belly of the door, a sharp swage line, the rocker tuck."""
    y = 0.35 * (z - 0.05) ** 2 + 0.02 * x ** 2
    line = 0.115 + 0.012 * x
    y = y - 0.010 * smooth(z, line - 0.045, line) * (1 - smooth(z, line, line + 0.012)) + 0.004 * smooth(z, line, line + 0.012)
    y = y + 0.022 * smooth(-z, 0.22, 0.36)
    return y


def strokes(x, z):
    """Scratches 0..1: a sheaf of near-parallel lines through the dent, some deeper."""
    out = np.zeros_like(x)
    rng = np.random.default_rng(9)
    for k in range(34):
        z0 = DZ + rng.normal(0, 0.016) + 0.004
        x0, l = DX + rng.normal(0.0, 0.05), rng.uniform(0.02, 0.11) * (1.8 if k < 6 else 1)
        w = rng.uniform(0.00025, 0.0008) * (1.7 if k < 5 else 1)
        t = (x - x0) / l
        c = z0 + 0.16 * (x - x0) + 0.4 * (x - x0) ** 2 + 0.0012 * np.sin(x * 130 + k)
        d = np.abs(z - c)
        body = (1 - smooth(d, w * 0.6, w)) * np.clip(1.15 - t * t, 0, 1) * (np.abs(t) < 1.07)
        body *= smooth(fbm(np.stack([x * 160, z * 20 + k * 3, x * 0], 1), 1.0, 3, k), 0.28, 0.5)
        out = np.maximum(out, body * (1.0 if k < 12 else 0.55))
    return out


NU, NV = 1150, 760


def door(u, v):
    x, z = -0.36 + 0.72 * u, -0.27 + 0.50 * v
    y = side(x, z)
    rx, rz = (x - DX) / 0.085, (z - DZ - 0.16 * (x - DX)) / 0.052
    q = np.sqrt(rx ** 2 + rz ** 2)
    y = y + 0.0125 * np.exp(-(q ** 2.2) * 0.9) + 0.0035 * np.exp(-((x - DX - 0.02) / 0.03) ** 2 - ((z - DZ) / 0.012) ** 2)
    y = y - 0.0016 * np.exp(-((q - 1.5) / 0.30) ** 2)
    s = strokes(x, z)
    chip = smooth(fbm(np.stack([x * 70, z * 110, x * 0], 1), 1.0, 4, 44), 0.60, 0.63) * np.exp(-((x - DX - 0.015) / 0.035) ** 2 - ((z - DZ - 0.005) / 0.012) ** 2) > 0.35
    door.s, door.c = s, chip * 1.0
    return np.stack([x, y + 0.00022 * s + 0.0002 * chip, z], 1)


col = "#8d1218"
lay = [dict(src="attr:scratch", lo=0.25, hi=0.55, color="#d8d4cf", rough=0.75, metal=0.0),
       dict(src="attr:scratch", lo=0.85, hi=1.0, color="#77797b", rough=0.5, metal=0.6),
       dict(src="attr:chip", lo=0.3, hi=0.7, color="#c9c6c1", rough=0.8, metal=0.0),
       dict(scale=5, stretch=(1, 1, 0.5), lo=0.5, hi=0.75, color="#7d1f1f", rough=0.45, amount=0.35)]
red = material("paint", col, 0.30, 0.35, 0.5, coat=1.0, layers=lay, bumps=[(260, 0.012, 0.0006, "noise")])
o = sheet("door", door, NU, NV, red, angle=70)
mark(o, "scratch", door.s)
mark(o, "chip", door.c)
plain = paint("plain", col, 0.30, 0.35)


def skin(x0, x1, z0, z1, dy=0.0):
    return sheet("skin", lambda u, v: np.stack([x0 + (x1 - x0) * u, side(x0 + (x1 - x0) * u, z0 + (z1 - z0) * v) + dy, z0 + (z1 - z0) * v], 1), 160, 160, plain)


skin(0.3645, 1.2, -0.27, 0.23)
skin(-1.4, -0.3645, -0.27, 0.23)
gap = material("gap", "#060606", 0.9)
for x in (-0.362, 0.362):
    box("gap", (0.006, 0.03, 0.6), (x, 0.045, -0.02), mat=gap)
box("behind", (3.0, 0.01, 0.52), (0, 0.12, -0.02), mat=gap)
# Sill, handle, window rubber.
box("sill", (2.6, 0.08, 0.10), (0, 0.075, -0.335), (0, 0, 0), plastic("sill", "#1a1b1c", 0.6, 0.6), 0.012)
with Gather() as h:
    sheet("bar", lambda u, v: np.stack([(u - 0.5) * 0.19, -0.034 * np.sin(np.clip(u, 0.0, 1) * np.pi) ** 0.35 + 0.010 * np.sin(v * TAU), 0.0125 * np.cos(v * TAU)], 1), 80, 40, plain, wrap_v=True)
h.move((0.235, side(np.array([0.235]), np.array([0.165]))[0] - 0.004, 0.168))
cyl("lock", 0.006, 0.004, (0.345, 0.006, 0.168), (90, 0, 0), steel("lock", dirt=0.2))
box("moulding", (2.6, 0.02, 0.02), (0, 0.015, 0.242), mat=material("chrome", "#b9bcbf", 0.18, 1.0), bevel=0.004)
glass = material("glass", "#0b0f12", 0.03, 0, 0.6, coat=1.0)
box("glass", (2.6, 0.005, 0.5), (0, 0.08, 0.50), (-14, 0, 0), glass)
# The bay behind the photographer, so that the paint has something to mirror.
wm = material("far wall", "#a9aca8", 0.8)
box("far wall", (14, 0.1, 4), (0, -5.0, 0.9), mat=wm)
box("far band", (14, 0.1, 1.0), (0, -4.94, -0.3), mat=material("far band", "#27475c", 0.6))
box("gate", (2.4, 0.05, 2.2), (1.9, -4.85, 0.5), mat=glow("gate", "#dce8f2", 2.2))
for k in range(6):
    box("gate bar", (2.5, 0.06, 0.05), (1.9, -4.8, -0.5 + k * 0.42), mat=gap)
for x in (-1.9, 0.4):
    box("tube", (0.05, 3.0, 0.04), (x, -2.6, 1.7), mat=glow("tubes", "#f6f9ff", 7))
blk = material("figure", "#1a2430", 0.9)
cyl("technician", 0.18, 1.3, (-0.45, -0.95, -0.25), mat=blk, bevel=0.08)
lamp((-0.4, -1.8, 1.5), (0, 0, 0), (2.4, 0.2), 22, "#f6f9ff")
camera((-0.15, -0.52, 0.085), (0.040, 0.01, 0.015), 31, 8, focus=(0.03, 0, -0.01), roll=-3)
shoot(0.6, look="High Contrast", bounces=4)
