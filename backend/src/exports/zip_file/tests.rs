//! Layout of archives that need ZIP64, and of those that do not, read by Python.

use std::{
    fs::File,
    io::{Seek, SeekFrom, Write},
    path::Path,
    process::Command,
};

use super::{Method, ZipEntry, ZipLayout};

/// 2026-05-09T13:49:21Z.
const AT: i64 = 1_778_334_561_000;

/// Output of a Python program about an archive.
fn python(program: &str, path: &Path) -> String {
    let output = Command::new("python3").arg("-c").arg(program).arg(path).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().trim_end().to_owned()
}

fn empty(name: String) -> ZipEntry {
    ZipEntry { name, method: Method::Stored, stored: 0, size: 0, crc32: 0 }
}

/// The records that only archives with ZIP64 have, before the end of an archive.
fn has_zip64(zip: &[u8]) -> bool {
    zip.windows(4).any(|bytes| bytes == b"PK\x06\x06" || bytes == b"PK\x06\x07")
}

#[test]
fn zip64_begins_with_65535_entries() {
    let list = "import sys, zipfile; a = zipfile.ZipFile(sys.argv[1]); \
                print(len(a.namelist()), a.namelist()[-1], a.testzip())";
    for (count, large) in [(65_534_u32, false), (65_535, true), (70_000, true)] {
        let mut layout = ZipLayout::new(AT).unwrap();
        let mut zip = Vec::new();
        for n in 0..count {
            zip.extend(layout.begin(empty(format!("{n}"))));
        }
        zip.extend(layout.end());
        assert_eq!(has_zip64(&zip), large, "{count}");
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(&zip).unwrap();
        assert_eq!(python(list, file.path()), format!("{count} {} None", count - 1));
    }
}

#[test]
fn zip64_fields_are_in_the_local_header_of_an_entry_that_is_too_large() {
    let list = "import sys, zipfile; a = zipfile.ZipFile(sys.argv[1]); \
                print([(e.filename, e.file_size, e.header_offset) for e in a.infolist()], \
                a.read('after'))";
    for size in [0xffff_fffe_u64, 0xffff_ffff, 0x1_0000_0005] {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        let mut layout = ZipLayout::new(AT).unwrap();
        let large = ZipEntry { stored: size, size, ..empty("large".to_owned()) };
        let header = layout.begin(large);
        let extra = u16::from_le_bytes([header[28], header[29]]);
        let zip64 = size >= 0xffff_ffff;
        assert_eq!(extra, if zip64 { 20 } else { 0 });
        if zip64 {
            assert_eq!(header[18..26], [0xff; 8]);
            assert_eq!(header[header.len() - 16..header.len() - 8], size.to_le_bytes());
        }
        write(file.as_file_mut(), &header);
        // The content is a hole in the file.
        let after = header.len() as u64 + size;
        file.as_file_mut().seek(SeekFrom::Start(after)).unwrap();
        let entry =
            ZipEntry { stored: 2, size: 2, crc32: 0x79dc_dd47, ..empty("after".to_owned()) };
        let rest = [layout.begin(entry), b"ok".to_vec(), layout.end()].concat();
        write(file.as_file_mut(), &rest);
        assert!(has_zip64(&rest), "its directory begins after 4 GiB");
        let expected = format!("[('large', {size}, 0), ('after', 2, {after})] b'ok'");
        assert_eq!(python(list, file.path()), expected);
    }
}

fn write(file: &mut File, bytes: &[u8]) {
    file.write_all(bytes).unwrap();
}
