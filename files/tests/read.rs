//! Files as others write them, and files that lie.

use std::io::{Cursor, Write};

use flate2::Compression;
use flate2::write::GzEncoder;
use inkgrad::ErrorKind;
use inkgrad_files::{Array, Contents, Entry, Image, Values, open_file};
use proptest::prelude::*;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

fn read(bytes: &[u8]) -> inkgrad::Result<Contents> {
    open_file(bytes)
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (index, (name, bytes)) in files.iter().enumerate() {
        let method = if index % 2 == 0 { CompressionMethod::Deflated } else { CompressionMethod::Stored };
        writer.start_file(*name, SimpleFileOptions::default().compression_method(method)).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn npy(descr: &str, fortran: &str, shape: &str, values: &[u8]) -> Vec<u8> {
    let mut header = format!("{{'descr': '{descr}', 'fortran_order': {fortran}, 'shape': {shape}, }}");
    while (header.len() + 11) % 64 != 0 {
        header.push(' ');
    }
    header.push('\n');
    let mut bytes = b"\x93NUMPY\x01\x00".to_vec();
    bytes.extend((header.len() as u16).to_le_bytes());
    bytes.extend(header.as_bytes());
    bytes.extend(values);
    bytes
}

fn png(colours: png::ColorType, depth: png::BitDepth, width: u32, height: u32, data: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width, height);
    encoder.set_color(colours);
    encoder.set_depth(depth);
    if colours == png::ColorType::Indexed {
        encoder.set_palette(vec![0, 0, 0, 255, 128, 0]);
    }
    encoder.write_header().unwrap().write_image_data(data).unwrap();
    bytes
}

fn idx() -> Vec<u8> {
    vec![0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 4, 5, 6]
}

fn array(shape: &[usize], data: Values) -> Contents {
    Contents::Array(Array { shape: shape.to_vec(), data })
}

#[test]
fn the_kind_is_told_by_the_bytes_also_within_gzip() {
    let files: [(&[u8], &str); 4] = [
        (b"a,b\n1,0\n2,1\n", "text"),
        (&idx(), "idx"),
        (&npy("<f4", "False", "(1,)", &1.5_f32.to_le_bytes()), "array"),
        (&png(png::ColorType::Grayscale, png::BitDepth::Eight, 1, 1, &[7]), "image"),
    ];
    for (bytes, kind) in files {
        for bytes in [bytes.to_vec(), gzip(bytes), gzip(&gzip(bytes)), [gzip(bytes), gzip(b"")].concat()] {
            let found = match read(&bytes).unwrap() {
                Contents::Text(_) => "text",
                Contents::Idx(_) => "idx",
                Contents::Array(_) => "array",
                Contents::Image(_) => "image",
                Contents::Archive(_) => "archive",
            };
            assert_eq!(found, kind);
        }
    }
}

#[test]
fn arrays_of_every_type_have_their_values() {
    let double = |value: f64| value.to_le_bytes();
    for (bytes, contents) in [
        (idx(), Contents::Idx(idx())),
        (npy("|u1", "False", "(2, 2)", &[1, 2, 3, 255]), array(&[2, 2], Values::Bytes(vec![1, 2, 3, 255]))),
        (npy("|b1", "False", "(2,)", &[1, 0]), array(&[2], Values::Bytes(vec![1, 0]))),
        (npy("|i1", "False", "(2,)", &[255, 5]), array(&[2], Values::Integers(vec![-1, 5]))),
        (npy("<i2", "False", "(1,)", &[0xfe, 0xff]), array(&[1], Values::Integers(vec![-2]))),
        (npy(">u2", "False", "(1,)", &[0xfe, 0xff]), array(&[1], Values::Integers(vec![0xfeff]))),
        (npy("<i8", "False", "(1,)", &(-7_i64).to_le_bytes()), array(&[1], Values::Integers(vec![-7]))),
        (npy(">i4", "False", "(1,)", &70_000_i32.to_be_bytes()), array(&[1], Values::Integers(vec![70_000]))),
        (npy("<f2", "False", "(1,)", &[0, 0x3e]), array(&[1], Values::Floats(vec![1.5]))),
        (npy(">f4", "False", "(1,)", &0.25_f32.to_be_bytes()), array(&[1], Values::Floats(vec![0.25]))),
        (npy("<f8", "False", "()", &double(0.1)), array(&[], Values::Doubles(vec![0.1]))),
        (npy("|S2", "False", "(2,)", b"a\0bc"), array(&[2], Values::Texts(vec!["a".into(), "bc".into()]))),
        (
            npy("|u1", "True", "(2, 3)", &[1, 4, 2, 5, 3, 6]),
            array(&[2, 3], Values::Bytes(vec![1, 2, 3, 4, 5, 6])),
        ),
        (npy("<f4", "True", "(0, 3)", &[]), array(&[0, 3], Values::Floats(vec![]))),
    ] {
        assert_eq!(read(&bytes).unwrap(), contents);
    }
}

#[test]
fn pictures_of_every_colour_type_become_rgba() {
    use png::BitDepth::{Eight, One, Sixteen};
    use png::ColorType::{Grayscale, GrayscaleAlpha, Indexed, Rgb, Rgba};
    for (bytes, pixels) in [
        (png(Grayscale, Eight, 2, 1, &[7, 200]), vec![7, 7, 7, 255, 200, 200, 200, 255]),
        (png(Grayscale, One, 2, 1, &[0b0100_0000]), vec![0, 0, 0, 255, 255, 255, 255, 255]),
        (png(Grayscale, Sixteen, 1, 1, &[200, 17]), vec![200, 200, 200, 255]),
        (png(GrayscaleAlpha, Eight, 1, 1, &[7, 9]), vec![7, 7, 7, 9]),
        (png(Rgb, Eight, 1, 1, &[1, 2, 3]), vec![1, 2, 3, 255]),
        (png(Rgba, Eight, 1, 1, &[1, 2, 3, 4]), vec![1, 2, 3, 4]),
        (png(Indexed, Eight, 2, 1, &[1, 0]), vec![255, 128, 0, 255, 0, 0, 0, 255]),
    ] {
        let width = pixels.len() / 4;
        assert_eq!(read(&bytes).unwrap(), Contents::Image(Image { width, height: 1, pixels }));
    }
}

#[test]
fn an_archive_gives_its_files_and_one_that_is_wrong_stops_no_other() {
    let inner = npy("<f4", "False", "(1,)", &1.5_f32.to_le_bytes());
    let packed = gzip(b"a,b\n1,0\n2,1\n");
    let bytes = zip(&[
        ("x.npy", &inner),
        ("folder/cut.npy", b"\x93NUMPY\x01"),
        ("folder/t.csv.gz", &packed),
        ("__MACOSX/._x.npy", b"?"),
        (".DS_Store", b"?"),
        ("./0/a.csv", b"a,b\n1,0\n2,1\n"),
        ("../b.csv", b"a,b\n1,0\n2,1\n"),
        ("./.hidden/c.csv", b"?"),
    ]);
    let Contents::Archive(entries) = read(&bytes).unwrap() else { panic!("an archive") };
    let names: Vec<&str> = entries.iter().map(|entry| entry.name.as_str()).collect();
    assert_eq!(names, ["x.npy", "folder/cut.npy", "folder/t.csv.gz", "0/a.csv", "../b.csv"]);
    assert_eq!(entries[0].contents, Ok(array(&[1], Values::Floats(vec![1.5]))));
    assert_eq!(entries[1].contents.as_ref().unwrap_err().kind, ErrorKind::Format);
    let table =
        Entry { name: "folder/t.csv.gz".into(), contents: Ok(Contents::Text(b"a,b\n1,0\n2,1\n".to_vec())) };
    assert_eq!(entries[2], table);
}

#[test]
fn texts_of_spreadsheets_become_utf8_with_decimal_points() {
    let utf16: Vec<u8> = [0xff, 0xfe]
        .into_iter()
        .chain("größe;kind\r\n1,5;a\r\n".encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    for bytes in [utf16, b"gr\xf6\xdfe;kind\r\n1,5;a\r\n".to_vec()] {
        assert_eq!(read(&gzip(&bytes)), Ok(Contents::Text("größe;kind\r\n1.5;a\r\n".into())));
    }
}

#[test]
fn a_spreadsheet_workbook_is_told_as_a_whole() {
    let excel = zip(&[("[Content_Types].xml", b"<?xml?>"), ("xl/workbook.xml", b"<?xml?>")]);
    let open = zip(&[("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", b"")]);
    for bytes in [&excel, &open] {
        assert_eq!(
            read(bytes).unwrap_err().to_string(),
            "expected data, found a spreadsheet workbook; save its sheet as CSV"
        );
    }
    let within = Contents::Archive(vec![Entry { name: "a.xlsx".into(), contents: read(&excel) }]);
    assert_eq!(read(&zip(&[("a.xlsx", &excel)])).unwrap(), within);
}

#[test]
fn a_zero_byte_alone_makes_no_idx_file() {
    for bytes in [&b"\0\0\0\x18ftypheic"[..], b"\0\0\x01\0\x01\0", b"\0\x01\0\0", b"\0\0\x08\0", b"\0"] {
        assert_eq!(read(bytes).unwrap(), Contents::Text(bytes.to_vec()));
    }
    // The core says that these types are not read.
    for kind in [9, 11, 12, 13, 14] {
        let bytes = vec![0, 0, kind, 1, 0, 0, 0, 0];
        assert_eq!(read(&bytes).unwrap(), Contents::Idx(bytes));
    }
}

#[test]
fn what_is_wrong_is_said_where_it_is() {
    let array = npy("<f4", "False", "(3,)", &[0; 8]);
    let squeezed = gzip(&idx());
    let archive = zip(&[("x.npy", &array)]);
    let mut nested = idx();
    for _ in 0..5 {
        nested = gzip(&nested);
    }
    let picture = png(png::ColorType::Grayscale, png::BitDepth::Eight, 9, 9, &[7; 81]);
    for (bytes, id) in [
        (&array[..], "format.wrong_npy_length"),
        (&array[..20], "format.truncated_npy"),
        (b"\x93NUMPY\x09\x00\x00\x00", "format.npy_version"),
        (&npy("<i8", "False", "(1,)", &(1_i64 << 40).to_le_bytes()), "format.npy_integer"),
        (&squeezed[..squeezed.len() - 9], "format.damaged_gzip"),
        (&archive[..archive.len() / 2], "format.damaged_archive"),
        (&nested, "format.nested_too_deep"),
        (&picture[..picture.len() - 20], "format.damaged_png"),
    ] {
        let error = read(bytes).expect_err(id);
        assert_eq!(error.id(), id, "{error}");
    }
}

#[test]
fn a_picture_that_claims_to_be_huge_takes_no_memory() {
    let mut bytes = png(png::ColorType::Grayscale, png::BitDepth::Eight, 1, 1, &[7]);
    bytes[16..24].copy_from_slice(&[0, 1, 0, 0, 0, 1, 0, 0]);
    // The header's checksum, so that its size is believed.
    let mut checksum = flate2::Crc::new();
    checksum.update(&bytes[12..29]);
    bytes[29..33].copy_from_slice(&checksum.sum().to_be_bytes());
    assert_eq!(read(&bytes).unwrap_err().id(), "format.picture_too_large");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    /// Whole files, cut and changed at some places.
    #[test]
    fn damaged_files_end_in_errors_or_contents(
        which in 0_usize..6,
        cut in 0.0_f64..=1.0,
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..4),
    ) {
        let inner = npy("<f4", "True", "(2, 2)", &[1; 16]);
        let files = [
            idx(),
            inner.clone(),
            gzip(&inner),
            zip(&[("a.npy", &inner), ("b.csv", b"1,2\n3,4\n")]),
            png(png::ColorType::Rgb, png::BitDepth::Eight, 2, 2, &[9; 12]),
            b"a;b\n1,5;x\n2,5;y\n".to_vec(),
        ];
        let mut bytes = files[which].clone();
        for (at, value) in changes {
            let at = at.index(bytes.len());
            bytes[at] = value;
        }
        bytes.truncate((cut * bytes.len() as f64).ceil() as usize);
        let _ = read(&bytes);
    }

    #[test]
    fn any_bytes_after_any_beginning(start in 0_usize..6, rest in prop::collection::vec(any::<u8>(), 0..200)) {
        let starts: [&[u8]; 6] = [b"", b"\x1f\x8b\x08", b"PK\x03\x04", b"\x93NUMPY\x01\0", b"\x89PNG\r\n\x1a\n", b"\0\0\x08\x02"];
        let _ = read(&[starts[start], &rest].concat());
    }
}
