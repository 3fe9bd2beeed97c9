//! Large files that would take the most memory: each is read within the bound, or refused.

use super::{allocator, build, check};
use inkgrad::data::{CsvOptions, Label, read_csv};
use inkgrad_files::open_file;

/// Bytes of a file: enough that four times as many are past the bound.
const SIZE: usize = 40 << 20;

fn npy(descr: &str, order: &str, shape: &str, values: usize, value: u8) -> Vec<u8> {
    let header = format!("{{'descr': '{descr}', 'fortran_order': {order}, 'shape': {shape}}}");
    let mut file = b"\x93NUMPY\x02\x00".to_vec();
    file.extend((header.len() as u32).to_le_bytes());
    file.extend(header.as_bytes());
    file.resize(file.len() + values, value);
    file
}

#[test]
fn texts_in_other_encodings_become_utf8_within_the_bound() {
    let letters = [&b"1;2\n"[..], &vec![0xe4; SIZE]].concat();
    let signs = [&b"1;2\n"[..], &vec![0x80; SIZE]].concat();
    let characters = [&b"\xff\xfe"[..], &b"W[".repeat(SIZE / 2)].concat();
    for (text, kept) in [(letters, false), (signs, true), (characters, false)] {
        let (opened, largest) = allocator::largest(|| open_file(&text).expect("a text"));
        assert!(largest <= 2 * text.len() as u64, "{largest} of {}", text.len());
        assert_eq!(matches!(opened, inkgrad_files::Contents::Text(read) if read == text), kept);
    }
}

#[test]
fn tables_of_short_cells_and_of_one_row_are_read_within_the_bound() {
    for text in [b"1,1\n".repeat(SIZE / 4), b"1,".repeat(SIZE / 2), b"\"\n\",".repeat(SIZE / 4)] {
        let options = CsvOptions { header: Some(false), label: Label::None };
        let (_, largest) = allocator::largest(|| read_csv(&text, &options));
        assert!(largest <= 2 * text.len() as u64 + (1 << 20), "{largest} of {}", text.len());
    }
}

#[test]
fn arrays_whose_values_take_more_memory_than_bytes_are_refused_where_that_is_too_much() {
    for (descr, size) in [("|i1", SIZE), ("|S1", SIZE / 4), ("<f2", SIZE), ("<U1", SIZE)] {
        let unit = match descr {
            "<f2" => 2,
            "<U1" => 4,
            _ => 1,
        };
        check(&npy(descr, "False", &format!("({},)", size / unit), size, b'\0'));
    }
    assert_eq!(
        open_file(&npy("|S1", "False", "(9999999,)", 9_999_999, b'x')).unwrap_err().id(),
        "memory.file_too_large"
    );
    let axes = format!("({})", "1,".repeat(SIZE / 2));
    check(&npy("|u1", "True", &axes, 1, 7));
}

#[test]
fn pictures_of_one_wide_row_and_of_the_most_pixels_are_read_within_the_bound() {
    for (width, height) in [(1 << 24, 1), (1, 1 << 24), (4096, 4096)] {
        for (colours, depth, bytes) in [
            (png::ColorType::Rgba, png::BitDepth::Sixteen, 8),
            (png::ColorType::Grayscale, png::BitDepth::Eight, 1),
        ] {
            let mut file = Vec::new();
            let mut encoder = png::Encoder::new(&mut file, width, height);
            encoder.set_color(colours);
            encoder.set_depth(depth);
            encoder.set_compression(png::Compression::Fastest);
            encoder.set_filter(png::Filter::NoFilter);
            let pixels = vec![7; (width * height) as usize * bytes];
            encoder.write_header().expect("memory").write_image_data(&pixels).expect("memory");
            drop(pixels);
            check(&file);
            check(&file[..file.len().min(200)]);
        }
    }
}

#[test]
fn archives_of_very_many_files_are_refused_before_their_directory_is_read() {
    let mut line = [0; 46];
    line[..4].copy_from_slice(b"PK\x01\x02");
    let count = SIZE / line.len();
    let mut file = line.repeat(count);
    let length = (file.len() as u64).to_le_bytes();
    let number = (count as u64).to_le_bytes();
    let end = file.len() as u64;
    file.extend(b"PK\x06\x06\x2c\0\0\0\0\0\0\0\x2d\0\x2d\0\0\0\0\0\0\0\0\0");
    file.extend([number, number, length, [0; 8]].concat());
    file.extend(b"PK\x06\x07\0\0\0\0");
    file.extend(end.to_le_bytes());
    file.extend(b"\x01\0\0\0PK\x05\x06\0\0\0\0\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\0\0");
    let zipped = [&b"PK\x03\x04"[..], &file].concat();
    assert_eq!(open_file(&zipped).unwrap_err().id(), "format.too_many_files");
    check(&zipped);
}

#[test]
fn what_unpacks_to_more_than_may_be_is_refused() {
    // Members of a gzip file are unpacked one after the other.
    let bomb = build::gzip(&build::gzip(&vec![0; 64 << 20]).repeat(18));
    assert!(bomb.len() < 1 << 20);
    assert_eq!(open_file(&bomb).unwrap_err().id(), "memory.file_too_large");
}
