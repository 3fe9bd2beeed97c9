;; The machine's limits where the product runs: multiply-adds in registers alone, and memory read in vectors.
(module
  (memory (export "memory") 1100)
  ;; Twelve independent sums, so that none waits for another: 12 multiply-adds of 4 floats a turn.
  (func (export "registers") (param $turns i32) (result f32)
    (local $0 v128) (local $1 v128) (local $2 v128) (local $3 v128) (local $4 v128) (local $5 v128)
    (local $6 v128) (local $7 v128) (local $8 v128) (local $9 v128) (local $10 v128) (local $11 v128)
    (local $a v128) (local $b v128)
    (local.set $a (f32x4.splat (f32.const 0.999)))
    (local.set $b (f32x4.splat (f32.const 0.001)))
    (loop $again
      (local.set $0 (f32x4.relaxed_madd (local.get $0) (local.get $a) (local.get $b)))
      (local.set $1 (f32x4.relaxed_madd (local.get $1) (local.get $a) (local.get $b)))
      (local.set $2 (f32x4.relaxed_madd (local.get $2) (local.get $a) (local.get $b)))
      (local.set $3 (f32x4.relaxed_madd (local.get $3) (local.get $a) (local.get $b)))
      (local.set $4 (f32x4.relaxed_madd (local.get $4) (local.get $a) (local.get $b)))
      (local.set $5 (f32x4.relaxed_madd (local.get $5) (local.get $a) (local.get $b)))
      (local.set $6 (f32x4.relaxed_madd (local.get $6) (local.get $a) (local.get $b)))
      (local.set $7 (f32x4.relaxed_madd (local.get $7) (local.get $a) (local.get $b)))
      (local.set $8 (f32x4.relaxed_madd (local.get $8) (local.get $a) (local.get $b)))
      (local.set $9 (f32x4.relaxed_madd (local.get $9) (local.get $a) (local.get $b)))
      (local.set $10 (f32x4.relaxed_madd (local.get $10) (local.get $a) (local.get $b)))
      (local.set $11 (f32x4.relaxed_madd (local.get $11) (local.get $a) (local.get $b)))
      (br_if $again (local.tee $turns (i32.sub (local.get $turns) (i32.const 1)))))
    (f32x4.extract_lane 0 (f32x4.add (f32x4.add (f32x4.add (f32x4.add (local.get $0) (local.get $1))
      (f32x4.add (local.get $2) (local.get $3))) (f32x4.add (f32x4.add (local.get $4) (local.get $5))
      (f32x4.add (local.get $6) (local.get $7)))) (f32x4.add (f32x4.add (local.get $8) (local.get $9))
      (f32x4.add (local.get $10) (local.get $11))))))
  ;; Reads `bytes`, a multiple of 64, from the start of memory.
  (func (export "read") (param $bytes i32) (result f32)
    (local $at i32) (local $a v128) (local $b v128) (local $c v128) (local $d v128)
    (loop $again
      (local.set $a (v128.xor (local.get $a) (v128.load (local.get $at))))
      (local.set $b (v128.xor (local.get $b) (v128.load offset=16 (local.get $at))))
      (local.set $c (v128.xor (local.get $c) (v128.load offset=32 (local.get $at))))
      (local.set $d (v128.xor (local.get $d) (v128.load offset=48 (local.get $at))))
      (br_if $again (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 64))) (local.get $bytes))))
    (f32x4.extract_lane 0
      (v128.xor (v128.xor (local.get $a) (local.get $b)) (v128.xor (local.get $c) (local.get $d))))))
