"""Shared tools of the picture sources: shapes, materials, workshop, camera.

Lengths are metres. Every scene file builds its objects with these helpers and
ends in shoot(), which renders one still or a run of frames.
"""
import math
import random
import sys

sys.path.append("/usr/lib/python3/dist-packages")

import bmesh
import bpy
import numpy as np
from mathutils import Matrix, Vector

TAU = 2 * math.pi


# ---------------------------------------------------------------- arguments
def options():
    """Reads `--key value` pairs that follow the lone `--`."""
    args = sys.argv[sys.argv.index("--") + 1:] if "--" in sys.argv else []
    return {args[i].lstrip("-"): args[i + 1] for i in range(0, len(args) - 1, 2)}


OPT = options()


# ---------------------------------------------------------------- noise
def _hash(i, j, k, seed):
    h = (i * 374761393 + j * 668265263 + k * 2147483647 + seed * 974634777) & 0xFFFFFFFF
    h = ((h ^ (h >> 13)) * 1274126177) & 0xFFFFFFFF
    return ((h ^ (h >> 16)) & 0xFFFF) / 65535.0


def noise(p, scale=1.0, seed=0):
    """Smooth value noise in 0..1 for an (n, 3) array of points."""
    p = np.asarray(p, float) * scale + 1000.0
    i = np.floor(p).astype(np.int64)
    f = p - i
    f = f * f * (3 - 2 * f)
    out = 0
    for dx in (0, 1):
        for dy in (0, 1):
            for dz in (0, 1):
                w = ((f[:, 0] if dx else 1 - f[:, 0]) * (f[:, 1] if dy else 1 - f[:, 1])
                     * (f[:, 2] if dz else 1 - f[:, 2]))
                out = out + w * _hash(i[:, 0] + dx, i[:, 1] + dy, i[:, 2] + dz, seed)
    return out


def fbm(p, scale=1.0, octaves=4, seed=0):
    """Layered noise, about 0..1."""
    total, amp, norm = 0, 1.0, 0
    for o in range(octaves):
        total = total + amp * noise(p, scale * 2 ** o, seed + o * 17)
        norm += amp
        amp *= 0.5
    return total / norm


def smooth(x, lo, hi):
    t = np.clip((np.asarray(x, float) - lo) / (hi - lo), 0, 1)
    return t * t * (3 - 2 * t)


# ---------------------------------------------------------------- shapes
def reset(seed=1):
    bpy.ops.wm.read_factory_settings(use_empty=True)
    random.seed(seed)


def add(name, mesh, mat=None, soft=True):
    ob = bpy.data.objects.new(name, mesh)
    bpy.context.collection.objects.link(ob)
    if mat:
        mesh.materials.append(mat)
    if soft:
        mesh.polygons.foreach_set("use_smooth", [True] * len(mesh.polygons))
        mesh.use_auto_smooth = True
        mesh.auto_smooth_angle = math.radians(35)
    return ob


def place(ob, loc=(0, 0, 0), rot=(0, 0, 0), scale=None):
    ob.location = loc
    ob.rotation_euler = [math.radians(a) for a in rot]
    if scale:
        ob.scale = scale if hasattr(scale, "__len__") else (scale,) * 3
    return ob


def from_arrays(name, verts, faces, mat=None, soft=True):
    me = bpy.data.meshes.new(name)
    me.from_pydata([tuple(v) for v in verts], [], [tuple(f) for f in faces])
    me.update()
    return add(name, me, mat, soft)


def sheet(name, fn, nu, nv, mat=None, wrap_u=False, wrap_v=False, angle=35):
    """Grid surface: fn(u, v) in 0..1 (flat arrays) gives an (n, 3) array."""
    us = np.linspace(0, 1, nu, endpoint=not wrap_u)
    vs = np.linspace(0, 1, nv, endpoint=not wrap_v)
    u, v = [a.ravel() for a in np.meshgrid(us, vs, indexing="ij")]
    p = np.asarray(fn(u, v))
    i, j = np.meshgrid(np.arange(nu if wrap_u else nu - 1), np.arange(nv if wrap_v else nv - 1), indexing="ij")
    i, j = i.ravel(), j.ravel()
    i2, j2 = (i + 1) % nu, (j + 1) % nv
    f = np.stack([i * nv + j, i2 * nv + j, i2 * nv + j2, i * nv + j2], 1)
    ob = from_arrays(name, p, f.tolist(), mat)
    ob.data.auto_smooth_angle = math.radians(angle)
    return ob


def lathe(name, profile, mat=None, n=160, closed=False, a0=0.0, a1=360.0, warp=None, angle=35):
    """Turns a list of (radius, height) about Z."""
    pr = np.asarray(profile, float)
    m = len(pr)
    full = abs(a1 - a0) >= 359.99

    def fn(u, v):
        k = np.round(v * (m if closed else m - 1)).astype(int) % m
        a = np.radians(a0 + u * (a1 - a0))
        r, z = pr[k, 0].copy(), pr[k, 1].copy()
        if warp:
            r, z = warp(a, r, z)
        return np.stack([r * np.cos(a), r * np.sin(a), z], 1)
    return sheet(name, fn, n, m, mat, wrap_u=full, wrap_v=closed, angle=angle)


def mark(ob, name, values):
    """Stores one number per vertex for a material layer to read."""
    a = ob.data.attributes.new(name, "FLOAT", "POINT")
    a.data.foreach_set("value", np.asarray(values, np.float32))


def points(ob):
    co = np.empty(len(ob.data.vertices) * 3, np.float32)
    ob.data.vertices.foreach_get("co", co)
    return co.reshape(-1, 3).astype(float)


def soften(ob, width, segments=3):
    b = ob.modifiers.new("bevel", "BEVEL")
    b.width, b.segments, b.limit_method = width, segments, "ANGLE"
    b.angle_limit = math.radians(30)
    b.harden_normals = False
    return ob


def box(name, size, loc=(0, 0, 0), rot=(0, 0, 0), mat=None, bevel=0.0):
    bm = bmesh.new()
    bmesh.ops.create_cube(bm, size=1)
    bmesh.ops.scale(bm, vec=size, verts=bm.verts)
    me = bpy.data.meshes.new(name)
    bm.to_mesh(me)
    ob = place(add(name, me, mat), loc, rot)
    if bevel:
        soften(ob, bevel)
    return ob


def cyl(name, r, h, loc=(0, 0, 0), rot=(0, 0, 0), mat=None, bevel=0.0, n=64, r2=None):
    bm = bmesh.new()
    bmesh.ops.create_cone(bm, cap_ends=True, segments=n, radius1=r, radius2=r if r2 is None else r2, depth=h)
    me = bpy.data.meshes.new(name)
    bm.to_mesh(me)
    ob = place(add(name, me, mat), loc, rot)
    if bevel:
        soften(ob, bevel)
    return ob


def prism(name, outline, depth, mat=None, bevel=0.0, z0=0.0):
    """Raises a 2D outline from z0 by depth."""
    bm = bmesh.new()
    vs = [bm.verts.new((x, y, z0)) for x, y in outline]
    face = bm.faces.new(vs)
    r = bmesh.ops.extrude_face_region(bm, geom=[face])
    bmesh.ops.translate(bm, vec=(0, 0, depth), verts=[e for e in r["geom"] if isinstance(e, bmesh.types.BMVert)])
    bmesh.ops.recalc_face_normals(bm, faces=bm.faces)
    me = bpy.data.meshes.new(name)
    bm.to_mesh(me)
    ob = add(name, me, mat)
    if bevel:
        soften(ob, bevel)
    return ob


def sector(r0, r1, a0, a1, n=24):
    """Outline of a piece of a ring."""
    t = np.radians(np.linspace(a0, a1, n))
    return [(r1 * math.cos(a), r1 * math.sin(a)) for a in t] + [(r0 * math.cos(a), r0 * math.sin(a)) for a in t[::-1]]


def tube(name, pts, r, mat=None, smoothly=True):
    cu = bpy.data.curves.new(name, "CURVE")
    cu.dimensions, cu.bevel_depth, cu.bevel_resolution, cu.resolution_u = "3D", r, 6, 10
    if smoothly:
        sp = cu.splines.new("NURBS")
        sp.points.add(len(pts) - 1)
        sp.order_u, sp.use_endpoint_u = 4, True
    else:
        sp = cu.splines.new("POLY")
        sp.points.add(len(pts) - 1)
    for q, p in zip(sp.points, pts):
        q.co = (*p, 1)
    cu.use_fill_caps = True
    ob = bpy.data.objects.new(name, cu)
    bpy.context.collection.objects.link(ob)
    if mat:
        cu.materials.append(mat)
    return ob


def bolt(loc, rot=(0, 0, 0), size=0.013, mat=None, washer=True, height=None):
    """Hexagon head; size is the width across flats."""
    h = height or size * 0.55
    r = size / math.sqrt(3)
    w = size * 0.14 if washer else 0
    m = Matrix.Translation(loc) @ Matrix.Rotation(math.radians(rot[2]), 4, "Z") @ \
        Matrix.Rotation(math.radians(rot[1]), 4, "Y") @ Matrix.Rotation(math.radians(rot[0]), 4, "X")
    obs = []
    if washer:
        o = cyl("washer", r * 1.32, w, mat=mat, bevel=w * 0.3)
        o.matrix_world = m @ Matrix.Translation((0, 0, w / 2))
        obs.append(o)
    o = cyl("hex", r, h, mat=mat, bevel=size * 0.06, n=6)
    o.matrix_world = m @ Matrix.Translation((0, 0, w + h / 2)) @ Matrix.Rotation(random.random() * 3, 4, "Z")
    obs.append(o)
    return obs


def cut(ob, tool):
    b = ob.modifiers.new("cut", "BOOLEAN")
    b.object, b.operation, b.solver = tool, "DIFFERENCE", "EXACT"
    tool.hide_render = True
    tool.hide_viewport = True
    return ob


def lettering(text, size, depth=0.0005, mat=None, bold=True, bend=None, align="CENTER"):
    """Raised letters as a mesh; bend(x, y, z) may move its points."""
    cu = bpy.data.curves.new("text", "FONT")
    cu.body, cu.size, cu.extrude, cu.align_x, cu.align_y = text, size, depth, align, "CENTER"
    cu.resolution_u = 4
    try:
        cu.font = bpy.data.fonts.load("/usr/share/fonts/truetype/dejavu/DejaVuSans-Bold.ttf" if bold else
                                      "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf", check_existing=True)
    except RuntimeError:
        pass
    tmp = bpy.data.objects.new("text", cu)
    bpy.context.collection.objects.link(tmp)
    me = bpy.data.meshes.new_from_object(tmp.evaluated_get(bpy.context.evaluated_depsgraph_get()))
    bpy.data.objects.remove(tmp)
    if bend:
        for v in me.vertices:
            v.co = bend(*v.co)
    me.materials.clear()
    return add("text", me, mat, soft=False)


def group(obs, loc=(0, 0, 0), rot=(0, 0, 0), scale=1):
    """Hangs objects under one empty and moves that."""
    e = bpy.data.objects.new("group", None)
    bpy.context.collection.objects.link(e)
    for o in obs:
        if o.parent is None:
            o.parent = e
    place(e, loc, rot, scale)
    return e


class Gather:
    """`with Gather() as g:` collects what is built inside into g.obs."""

    def __enter__(self):
        self.before = set(bpy.data.objects)
        return self

    def __exit__(self, *_):
        self.obs = [o for o in bpy.data.objects if o not in self.before]

    def move(self, loc=(0, 0, 0), rot=(0, 0, 0), scale=1):
        return group(self.obs, loc, rot, scale)


# ---------------------------------------------------------------- materials
def rgb(c):
    """'#a0b0c0' as linear colour; tuples pass."""
    if isinstance(c, str):
        v = [int(c[i:i + 2], 16) / 255 for i in (1, 3, 5)]
        return tuple(((x + 0.055) / 1.055) ** 2.4 if x > 0.04045 else x / 12.92 for x in v) + (1,)
    return tuple(c)[:3] + (1,)


def material(name, color, rough=0.5, metal=0.0, spec=0.5, layers=(), bumps=(), coat=0.0, glass=0.0, ior=1.45,
             sheen=0.0, glow=None, power=0.0, alpha=1.0, aniso=0.0, rounded=0.0, sss=0.0):
    """Principled surface with layers of dirt, rust or wear.

    A layer is a dict: src ('noise', 'voronoi', 'radial', 'up', 'attr:NAME'),
    scale, stretch, lo/hi (where it fades in), amount, by (an attribute that
    limits it), and color/rough/metal it brings. A bump is
    (scale, strength, distance, src[, stretch]).
    """
    m = bpy.data.materials.new(name)
    m.use_nodes = True
    t, L = m.node_tree, m.node_tree.links
    bs = t.nodes["Principled BSDF"]
    geo = t.nodes.new("ShaderNodeTexCoord")

    def val(x):
        n = t.nodes.new("ShaderNodeValue")
        n.outputs[0].default_value = x
        return n.outputs[0]

    def math_(op, a, b=None):
        n = t.nodes.new("ShaderNodeMath")
        n.operation = op
        for i, x in enumerate((a, b)):
            if x is None:
                continue
            if isinstance(x, (int, float)):
                n.inputs[i].default_value = x
            else:
                L.new(x, n.inputs[i])
        return n.outputs[0]

    def source(src, scale=10, stretch=(1, 1, 1), detail=6):
        if src.startswith("attr:"):
            n = t.nodes.new("ShaderNodeAttribute")
            n.attribute_name = src[5:]
            return n.outputs["Fac"]
        if src == "up":
            g = t.nodes.new("ShaderNodeNewGeometry")
            s = t.nodes.new("ShaderNodeSeparateXYZ")
            L.new(g.outputs["Normal"], s.inputs[0])
            return s.outputs[2]
        mp = t.nodes.new("ShaderNodeMapping")
        mp.inputs["Scale"].default_value = stretch
        L.new(geo.outputs["Object"], mp.inputs["Vector"])
        if src == "radial":
            ln = t.nodes.new("ShaderNodeVectorMath")
            ln.operation = "LENGTH"
            mp.inputs["Scale"].default_value = (1, 1, 0)
            L.new(mp.outputs[0], ln.inputs[0])
            n = t.nodes.new("ShaderNodeTexNoise")
            n.noise_dimensions = "1D"
            L.new(ln.outputs["Value"], n.inputs["W"])
            n.inputs["Scale"].default_value = scale
            n.inputs["Detail"].default_value = detail
            return n.outputs["Fac"]
        if src == "voronoi":
            n = t.nodes.new("ShaderNodeTexVoronoi")
            L.new(mp.outputs[0], n.inputs["Vector"])
            n.inputs["Scale"].default_value = scale
            return n.outputs["Distance"]
        n = t.nodes.new("ShaderNodeTexNoise")
        L.new(mp.outputs[0], n.inputs["Vector"])
        n.inputs["Scale"].default_value = scale
        n.inputs["Detail"].default_value = min(detail, float(OPT.get("detail", 4)))
        n.inputs["Roughness"].default_value = 0.6
        return n.outputs["Fac"]

    def fade(x, lo, hi):
        n = t.nodes.new("ShaderNodeMapRange")
        n.inputs["From Min"].default_value, n.inputs["From Max"].default_value = lo, hi
        n.interpolation_type = "SMOOTHSTEP"
        L.new(x, n.inputs["Value"])
        return n.outputs["Result"]

    def mix(fac, a, b, kind):
        n = t.nodes.new("ShaderNodeMix")
        n.data_type = kind
        ins = [s for s in n.inputs if s.enabled and s.type == ("RGBA" if kind == "RGBA" else "VALUE")]
        if kind == "FLOAT":
            ins = ins[1:]
        L.new(fac, n.inputs[0])
        for s, x in zip(ins[-2:], (a, b)):
            if isinstance(x, (int, float, tuple)):
                s.default_value = x
            else:
                L.new(x, s)
        return [o for o in n.outputs if o.enabled][0]

    c, r, me = rgb(color), float(rough), float(metal)
    for la in layers:
        f = fade(source(la.get("src", "noise"), la.get("scale", 10), la.get("stretch", (1, 1, 1)), la.get("detail", 6)),
                 la.get("lo", 0.45), la.get("hi", 0.6))
        if "by" in la:
            f = math_("MULTIPLY", f, source(la["by"]))
        if "amount" in la:
            f = math_("MULTIPLY", f, la["amount"])
        if "color" in la:
            c = mix(f, c, rgb(la["color"]), "RGBA")
        if "rough" in la:
            r = mix(f, r, float(la["rough"]), "FLOAT")
        if "metal" in la:
            me = mix(f, me, float(la["metal"]), "FLOAT")
    for key, x in (("Base Color", c), ("Roughness", r), ("Metallic", me)):
        if isinstance(x, (float, tuple)):
            bs.inputs[key].default_value = x
        else:
            L.new(x, bs.inputs[key])
    bs.inputs["Specular"].default_value = spec
    bs.inputs["Clearcoat"].default_value = coat
    bs.inputs["Clearcoat Roughness"].default_value = 0.04
    bs.inputs["Transmission"].default_value = glass
    bs.inputs["IOR"].default_value = ior
    bs.inputs["Sheen"].default_value = sheen
    bs.inputs["Alpha"].default_value = alpha
    bs.inputs["Anisotropic"].default_value = aniso
    if sss:
        bs.inputs["Subsurface"].default_value = sss
        bs.inputs["Subsurface Color"].default_value = rgb(color)
        bs.inputs["Subsurface Radius"].default_value = (0.003, 0.003, 0.003)
    if glow:
        bs.inputs["Emission"].default_value = rgb(glow)
        bs.inputs["Emission Strength"].default_value = power
    prev = None
    if rounded:
        bv = t.nodes.new("ShaderNodeBevel")
        bv.samples = 4
        bv.inputs["Radius"].default_value = rounded
        prev = bv.outputs[0]
    for bp in bumps:
        scale, strength, dist, src = bp[:4]
        b = t.nodes.new("ShaderNodeBump")
        b.inputs["Strength"].default_value = strength
        b.inputs["Distance"].default_value = dist
        L.new(source(src, scale, *(bp[4:5])), b.inputs["Height"])
        if prev:
            L.new(prev, b.inputs["Normal"])
        prev = b.outputs[0]
    if prev:
        L.new(prev, bs.inputs["Normal"])
    return m


def glow(name, color, power):
    m = bpy.data.materials.new(name)
    m.use_nodes = True
    t = m.node_tree
    t.nodes.clear()
    e = t.nodes.new("ShaderNodeEmission")
    e.inputs[0].default_value, e.inputs[1].default_value = rgb(color), power
    o = t.nodes.new("ShaderNodeOutputMaterial")
    t.links.new(e.outputs[0], o.inputs[0])
    return m


def clear(name, tint="#ffffff", haze=None, haze_color="#d9d2b8", scale=0, gloss=0.02, reflect=1.0, base=0.0):
    """Thin clear sheet: passes light, mirrors a little; `haze` names an
    attribute (0..1) that turns it milky, broken up by noise of `scale`."""
    m = bpy.data.materials.new(name)
    m.use_nodes = True
    t, L = m.node_tree, m.node_tree.links
    t.nodes.clear()
    n = lambda k: t.nodes.new("ShaderNode" + k)
    tr, gl, di, m1, m2, fr, out = n("BsdfTransparent"), n("BsdfGlossy"), n("BsdfDiffuse"), n("MixShader"), n("MixShader"), n("Fresnel"), n("OutputMaterial")
    tr.inputs[0].default_value, di.inputs[0].default_value = rgb(tint), rgb(haze_color)
    gl.inputs["Roughness"].default_value = gloss
    fr.inputs[0].default_value = 1.5
    m1.inputs[0].default_value = base
    if haze:
        a = n("Attribute")
        a.attribute_name = haze
        f = a.outputs["Fac"]
        if scale:
            tx, co, mr, mu = n("TexNoise"), n("TexCoord"), n("MapRange"), n("Math")
            tx.inputs["Scale"].default_value, tx.inputs["Detail"].default_value = scale, 8
            L.new(co.outputs["Object"], tx.inputs["Vector"])
            mr.inputs[1].default_value, mr.inputs[2].default_value, mr.inputs[3].default_value = 0.3, 0.7, 0.45
            L.new(tx.outputs["Fac"], mr.inputs[0])
            mu.operation = "MULTIPLY"
            L.new(mr.outputs[0], mu.inputs[0])
            L.new(f, mu.inputs[1])
            f = mu.outputs[0]
        L.new(f, m1.inputs[0])
        L.new(f, gl.inputs["Roughness"])
    mu = n("Math")
    mu.operation = "MULTIPLY"
    mu.inputs[1].default_value = reflect
    L.new(fr.outputs[0], mu.inputs[0])
    L.new(tr.outputs[0], m1.inputs[1])
    L.new(di.outputs[0], m1.inputs[2])
    L.new(mu.outputs[0], m2.inputs[0])
    L.new(m1.outputs[0], m2.inputs[1])
    L.new(gl.outputs[0], m2.inputs[2])
    L.new(m2.outputs[0], out.inputs[0])
    return m


def bench(wood=False):
    """Work top at z = 0: scratched sheet steel, or oiled wood."""
    if wood:
        m = material("bench", "#8a6a48", 0.55, layers=[
            dict(scale=6, stretch=(0.25, 9, 1), lo=0.4, hi=0.65, color="#5d4229"),
            dict(scale=5, lo=0.5, hi=0.68, color="#2c221a", rough=0.4, amount=0.8),
            dict(scale=90, stretch=(0.1, 1, 1), lo=0.55, hi=0.62, color="#4a3421", amount=0.7)],
            bumps=[(40, 0.25, 0.001, "noise", (0.2, 8, 1)), (500, 0.1, 0.0005, "noise")])
    else:
        m = material("bench", "#7f8385", 0.38, 0.85, layers=[
            dict(scale=7, lo=0.45, hi=0.7, color="#4c4b48", rough=0.55),
            dict(scale=2, lo=0.5, hi=0.65, color="#2d2a27", rough=0.25, metal=0.3, amount=0.7),
            dict(scale=300, stretch=(0.04, 1, 1), lo=0.56, hi=0.66, color="#9a9c9d", rough=0.3, amount=0.5),
            dict(scale=260, stretch=(1, 0.05, 1), lo=0.6, hi=0.68, color="#989a9b", rough=0.3, amount=0.5),
            dict(scale=400, lo=0.62, hi=0.68, color="#2b2723", rough=0.9, metal=0)],
            bumps=[(60, 0.1, 0.0006, "noise", (0.06, 1, 1)), (9, 0.1, 0.003, "noise")])
    return box("bench", (3.0, 1.1, 0.04), (0, 0.2, -0.02), mat=m, bevel=0.004)


def cast_iron(name="cast iron", rust=0.5, tone="#4a4744"):
    return material(name, tone, 0.62, 0.7, layers=[
        dict(scale=60, lo=0.62 - 0.25 * rust, hi=0.75 - 0.2 * rust, color="#51362a", rough=0.9, metal=0.0),
        dict(scale=160, lo=0.55, hi=0.72, color="#6e4429", rough=0.95, metal=0.0, amount=rust),
        dict(scale=18, lo=0.5, hi=0.75, color="#2a2724", rough=0.8, metal=0.2, amount=0.7)],
        bumps=[(700, 0.35, 0.0006, "noise"), (150, 0.3, 0.001, "noise")])


def steel(name="steel", tone="#b9b8b4", rough=0.28, dirt=0.3):
    return material(name, tone, rough, 1.0, layers=[
        dict(scale=35, lo=0.45, hi=0.7, color="#5d5852", rough=0.6, amount=dirt),
        dict(scale=220, lo=0.55, hi=0.7, rough=0.5, amount=0.5)],
        bumps=[(500, 0.08, 0.0005, "noise"), (60, 0.05, 0.001, "noise")])


def rubber(name="rubber", tone="#131313", rough=0.62, dust=0.5):
    return material(name, tone, rough, 0.0, 0.4, layers=[
        dict(scale=22, lo=0.4, hi=0.75, color="#4d463d", rough=0.9, amount=dust),
        dict(scale=300, lo=0.5, hi=0.7, color="#2c2925", rough=0.85, amount=dust)],
        bumps=[(900, 0.25, 0.0004, "noise"), (120, 0.15, 0.0006, "noise")])


def plastic(name="plastic", tone="#191a1c", rough=0.45, grain=0.3):
    return material(name, tone, rough, 0.0, 0.5, layers=[
        dict(scale=14, lo=0.45, hi=0.75, color="#5a544b", rough=0.85, amount=0.35)],
        bumps=[(1500, grain, 0.0003, "noise")])


def paint(name="paint", tone="#24466e", rough=0.35, metal=0.6, layers=(), bumps=()):
    return material(name, tone, rough, metal, 0.5, coat=1.0, layers=layers, bumps=bumps)


# ---------------------------------------------------------------- surroundings
def world(color="#8a939c", power=0.35):
    w = bpy.data.worlds.new("world")
    bpy.context.scene.world = w
    w.use_nodes = True
    bg = w.node_tree.nodes["Background"]
    bg.inputs[0].default_value, bg.inputs[1].default_value = rgb(color), power
    w.cycles.sampling_method = "NONE"


def sky(elevation=25, rotation=40, power=0.25, sun=0.4):
    w = bpy.data.worlds.new("sky")
    bpy.context.scene.world = w
    w.use_nodes = True
    t = w.node_tree
    s = t.nodes.new("ShaderNodeTexSky")
    s.sky_type = "NISHITA"
    s.sun_elevation, s.sun_rotation = math.radians(elevation), math.radians(rotation)
    s.sun_intensity, s.sun_size = sun, math.radians(3)
    s.dust_density, s.air_density = 3.0, 1.2
    t.links.new(s.outputs[0], t.nodes["Background"].inputs[0])
    t.nodes["Background"].inputs[1].default_value = power


def lamp(loc, target, size=(0.6, 0.3), power=30, color="#fff4e6"):
    li = bpy.data.lights.new("lamp", "AREA")
    li.shape, li.size, li.size_y, li.energy = "RECTANGLE", size[0], size[1], power
    li.color = rgb(color)[:3]
    ob = bpy.data.objects.new("lamp", li)
    bpy.context.collection.objects.link(ob)
    ob.location = loc
    ob.rotation_euler = (Vector(target) - Vector(loc)).to_track_quat("-Z", "Y").to_euler()
    return ob


def workshop(floor=-0.8, back=4.0, tubes=True, wall="#b9bcb8", ceiling=2.6, power=5.0):
    """A bay seen from -Y: floor, wall, cabinets, tyres, tube lights."""
    conc = material("concrete", "#77746d", 0.5, layers=[
        dict(scale=1.5, lo=0.4, hi=0.7, color="#55524c", rough=0.3), dict(scale=9, lo=0.5, hi=0.7, color="#3f3c38")])
    box("floor", (24, 24, 0.02), (0, 0, floor - 0.01), mat=conc)
    w = material("wall", wall, 0.7, layers=[dict(scale=1.2, lo=0.4, hi=0.8, color="#8d8f8a")])
    box("wall", (24, 0.05, 6), (0, back, floor + 3), mat=w)
    box("band", (24, 0.02, 0.9), (0, back - 0.04, floor + 0.45), mat=material("band", "#2f5872", 0.5))
    red = material("red", "#a11d17", 0.35, coat=0.5)
    grey = material("drawer", "#3a3d40", 0.4)
    for x in (-2.6, 0.9, 3.4):
        box("cabinet", (1.1, 0.5, 1.05), (x, back - 0.5, floor + 0.53), mat=red, bevel=0.02)
        for k in range(5):
            box("drawer", (1.0, 0.02, 0.15), (x, back - 0.76, floor + 0.18 + k * 0.19), mat=grey, bevel=0.01)
        box("top", (1.15, 0.55, 0.04), (x, back - 0.5, floor + 1.08), mat=grey)
    blk = material("dark rubber", "#101010", 0.7)
    for k in range(4):
        cyl("tyre", 0.32, 0.19, (-0.9, back - 0.6, floor + 0.11 + k * 0.21), mat=blk, bevel=0.05)
    post = material("post", "#c8a21a", 0.4)
    for x in (-1.7, 2.2):
        box("post", (0.22, 0.25, 4), (x, back - 1.3, floor + 2), mat=post)
    win = glow("window", "#dfeaff", power * 0.45)
    for x in (-3.2, -1.2, 1.0, 3.0):
        shown(box("window", (1.3, 0.02, 0.8), (x, back - 0.06, floor + 2.6), mat=win))
    if tubes:
        tl = glow("tube", "#f4f8ff", power * 1.6)
        for y in (-2.4, -0.8, 0.9, 2.6):
            for x in (-1.6, 1.4):
                shown(box("tube", (1.4, 0.07, 0.04), (x, y, floor + ceiling), mat=tl))
        lamp((0, 0.3, floor + ceiling - 0.1), (0, 0.3, floor), (4.5, 4.5), power * 28, "#f2f7ff")


def shown(ob):
    """Seen and mirrored, yet not itself a source: the lamps beside it light the room without noise."""
    ob.visible_diffuse = False
    ob.visible_shadow = False
    for m in ob.data.materials:
        m.cycles.sample_as_light = False
    return ob


def camera(loc, target, lens=30, fstop=5.6, focus=None, roll=0.0):
    """Looks from loc to target; focus is a point (default: the target)."""
    cam = bpy.data.cameras.new("camera")
    ob = bpy.data.objects.new("camera", cam)
    bpy.context.collection.objects.link(ob)
    cam.lens, cam.clip_start, cam.clip_end = lens, 0.005, 200
    cam.dof.use_dof = fstop is not None
    if fstop:
        cam.dof.aperture_fstop = fstop
    aim(ob, loc, target, focus, roll)
    bpy.context.scene.camera = ob
    return ob


def aim(ob, loc, target, focus=None, roll=0.0):
    d = Vector(target) - Vector(loc)
    ob.location = loc
    ob.rotation_euler = (d.to_track_quat("-Z", "Y").to_matrix() @ Matrix.Rotation(math.radians(roll), 3, "Z")).to_euler()
    f = Vector(focus if focus is not None else target)
    ob.data.dof.focus_distance = abs((f - Vector(loc)).dot(d.normalized()))


# ---------------------------------------------------------------- rendering
def shoot(exposure=0.0, look="Medium High Contrast", ratio=(4, 3), path=None, bounces=6):
    """Renders to --out. With `path` (frame time 0..1 -> aim arguments) and
    --frames N it writes a numbered run instead of one picture."""
    sc = bpy.context.scene
    sc.render.engine = "CYCLES"
    cy = sc.cycles
    cy.samples = int(OPT.get("spp", 24))
    cy.use_adaptive_sampling = True
    cy.adaptive_threshold = float(OPT.get("noise", 0.03))
    cy.adaptive_min_samples = 12
    cy.use_denoising = False
    cy.max_bounces, cy.diffuse_bounces, cy.glossy_bounces = bounces, 2, 2
    cy.transmission_bounces, cy.transparent_max_bounces = bounces + 2, 8
    cy.caustics_reflective = cy.caustics_refractive = False
    cy.sample_clamp_indirect, cy.sample_clamp_direct = 4.0, 0.0
    cy.blur_glossy = 0.6
    sc.render.threads_mode, sc.render.threads = "FIXED", int(OPT.get("threads", 2))
    w = int(OPT.get("size", 640))
    sc.render.resolution_x, sc.render.resolution_y = w, round(w * ratio[1] / ratio[0] / 2) * 2
    sc.render.resolution_percentage = 100
    sc.view_settings.view_transform, sc.view_settings.look = "Filmic", look
    sc.view_settings.exposure = exposure
    sc.render.image_settings.file_format, sc.render.image_settings.color_depth = "PNG", "8"
    sc.render.image_settings.compression = 10
    sc.render.use_persistent_data = True
    out = OPT.get("out", "/tmp/out.png")
    n = int(OPT.get("frames", 0))
    if n and path:
        for k in range(int(OPT.get("from", 0)), int(OPT.get("to", n))):
            aim(sc.camera, **path(k / (n - 1)))
            cy.seed = k
            sc.render.filepath = f"{out}{k:04d}.png"
            bpy.ops.render.render(write_still=True)
        return
    if path and "at" in OPT:
        aim(sc.camera, **path(float(OPT["at"])))
    sc.render.filepath = out
    bpy.ops.render.render(write_still=True)
