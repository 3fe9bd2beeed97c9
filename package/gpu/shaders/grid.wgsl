// One number an invocation, however many there are: a grid is at most 65 535 workgroups wide.

fn place(id: vec3u, groups: vec3u) -> u32 {
  return id.y * groups.x * 64u + id.x;
}
