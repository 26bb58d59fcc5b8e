//! Codecs in MP4 and 3GP, which telephones record.

use std::io::{self, Read, Seek, SeekFrom};

use super::bytes::read_array;

/// Boxes that lead to the description of a track's samples.
const PATH: [&[u8; 4]; 5] = [b"moov", b"trak", b"mdia", b"minf", b"stbl"];
const DESCRIPTIONS: &[u8; 4] = b"stsd";
/// Bytes between the head of the descriptions and the name of the first one: version, count and size.
const BEFORE_NAME: i64 = 12;
/// Boxes that are read in search of it.
const MAX_BOXES: usize = 1000;
const HEAD: u64 = 8;

/// The codec of a file, if browsers do not play it. That of the first track which is not played, since
/// recordings have one.
pub(super) fn unplayed_codec(input: &mut (impl Read + Seek)) -> io::Result<Option<&'static str>> {
    for _ in 0..MAX_BOXES {
        let Some((name, size)) = next_box(input)? else { break };
        if &name == DESCRIPTIONS {
            input.seek_relative(BEFORE_NAME)?;
            let name = read_array::<4>(input)?.and_then(unplayed);
            if name.is_some() {
                return Ok(name);
            }
            let rest = size.saturating_sub(BEFORE_NAME.unsigned_abs()).saturating_sub(4);
            skip(input, rest)?;
        } else if !PATH.contains(&&name) {
            skip(input, size)?;
        }
    }
    Ok(None)
}

const fn unplayed(name: [u8; 4]) -> Option<&'static str> {
    match &name {
        b"samr" => Some("AMR"),
        b"sawb" => Some("AMR-WB"),
        b"sevc" => Some("EVRC"),
        b"sqcp" => Some("QCELP"),
        b"alac" => Some("Apple Lossless"),
        b"ac-3" | b"ec-3" => Some("Dolby Digital"),
        _ => None,
    }
}

/// The name of the next box and the bytes after its head. Boxes within others are read like those beside
/// them.
fn next_box(input: &mut impl Read) -> io::Result<Option<([u8; 4], u64)>> {
    let (Some(size), Some(name)) = (read_array::<4>(input)?, read_array::<4>(input)?) else {
        return Ok(None);
    };
    let rest = match u32::from_be_bytes(size) {
        // To the end of the file.
        0 => Some(u64::MAX),
        // Behind the name there is a size of 64 bits.
        1 => {
            read_array::<8>(input)?.and_then(|size| u64::from_be_bytes(size).checked_sub(HEAD + 8))
        }
        size => u64::from(size).checked_sub(HEAD),
    };
    Ok(rest.map(|rest| (name, rest)))
}

fn skip(input: &mut impl Seek, bytes: u64) -> io::Result<()> {
    match i64::try_from(bytes).ok().map(|bytes| input.seek_relative(bytes)) {
        Some(Ok(())) => Ok(()),
        // After a place that no file has, nothing is left.
        _ => input.seek(SeekFrom::End(0)).map(drop),
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    fn boxed(name: [u8; 4], content: &[u8]) -> Vec<u8> {
        let size = u32::try_from(content.len() + 8).unwrap().to_be_bytes();
        [size.as_slice(), &name, content].concat()
    }

    fn file(codec: [u8; 4]) -> Vec<u8> {
        let entry = boxed(codec, &[0; 28]);
        let descriptions = boxed(*b"stsd", &[&[0, 0, 0, 0, 0, 0, 0, 1][..], &entry].concat());
        let table = boxed(*b"stbl", &descriptions);
        let track = [boxed(*b"tkhd", &[1; 84]), boxed(*b"mdia", &boxed(*b"minf", &table))].concat();
        let movie =
            boxed(*b"moov", &[boxed(*b"mvhd", &[2; 100]), boxed(*b"trak", &track)].concat());
        [boxed(*b"ftyp", b"3gp4"), boxed(*b"mdat", &[3; 500]), movie].concat()
    }

    fn codec(file: &[u8]) -> Option<&'static str> {
        unplayed_codec(&mut Cursor::new(file)).unwrap()
    }

    #[test]
    fn what_telephones_record_and_browsers_do_not_play_is_named() {
        for (name, expected) in [
            (*b"samr", Some("AMR")),
            (*b"sawb", Some("AMR-WB")),
            (*b"alac", Some("Apple Lossless")),
            (*b"mp4a", None),
            (*b"Opus", None),
        ] {
            assert_eq!(codec(&file(name)), expected);
        }
    }

    #[test]
    fn broken_files_end_the_search() {
        let whole = file(*b"samr");
        for length in 0..whole.len() {
            assert_eq!(codec(&whole[..length]).filter(|_| length < whole.len() - 28), None);
        }
        for size in [0_u32, 1, 2, 7, u32::MAX] {
            let endless = [size.to_be_bytes().as_slice(), b"mdat", &[0xff; 40]].concat();
            assert_eq!(codec(&endless), None, "{size}");
        }
    }
}
