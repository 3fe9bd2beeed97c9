//! Writes an HDF5 file of version 0, which every reader knows: groups as B-trees of symbol tables, arrays in one piece.

use std::collections::BTreeMap;

use super::{NOWHERE, SIGNATURE};

/// A group: arrays with their shapes, and groups, by name.
#[derive(Default)]
pub(crate) struct Group {
    pub groups: BTreeMap<String, Group>,
    pub arrays: BTreeMap<String, (Vec<usize>, Vec<f32>)>,
}

impl Group {
    /// The group at a path, made if there is none.
    pub fn at(&mut self, path: &str) -> &mut Self {
        path.split('/').fold(self, |group, name| group.groups.entry(name.to_owned()).or_default())
    }

    fn entries(&self) -> usize {
        self.groups.len() + self.arrays.len()
    }

    fn most_entries(&self) -> usize {
        self.groups.values().map(Self::most_entries).fold(self.entries(), usize::max)
    }
}

/// Half the entries that a symbol table holds.
const LEAF: usize = 4;

/// The file.
pub(crate) fn write(root: &Group) -> Vec<u8> {
    // A group's B-tree has one node: it holds the tables of the largest group.
    let half = root.most_entries().div_ceil(2 * LEAF).div_ceil(2).max(16);
    let mut file = File { bytes: vec![0; 96], half };
    let [header, tree, heap] = file.group(root);
    let mut head = Vec::new();
    head.extend(SIGNATURE);
    // Versions; sizes of addresses and lengths.
    head.extend([0, 0, 0, 0, 0, 8, 8, 0]);
    head.extend((LEAF as u16).to_le_bytes());
    head.extend((half as u16).to_le_bytes());
    head.extend(0_u32.to_le_bytes());
    // Base; free space; end; driver. Then the root's entry.
    for value in [0, NOWHERE, file.bytes.len() as u64, NOWHERE, 0, header, 1, tree, heap] {
        head.extend(value.to_le_bytes());
    }
    file.bytes[..96].copy_from_slice(&head);
    file.bytes
}

struct File {
    bytes: Vec<u8>,
    half: usize,
}

impl File {
    /// Appends a block at an address that is a multiple of eight.
    fn append(&mut self, block: &[u8]) -> u64 {
        self.bytes.resize(self.bytes.len().next_multiple_of(8), 0);
        let address = self.bytes.len() as u64;
        self.bytes.extend(block);
        address
    }

    /// A group: the addresses of its header, its tree and its heap of names.
    fn group(&mut self, group: &Group) -> [u64; 3] {
        let mut entries: Vec<(&str, u64)> = Vec::new();
        for (name, inner) in &group.groups {
            entries.push((name, self.group(inner)[0]));
        }
        for (name, (shape, values)) in &group.arrays {
            entries.push((name, self.array(shape, values)));
        }
        entries.sort_unstable();
        // The name at offset 0 is empty.
        let mut names = vec![0; 8];
        let mut places = Vec::new();
        for (name, address) in entries {
            places.push((names.len() as u64, address));
            names.extend(name.as_bytes());
            names.resize((names.len() + 1).next_multiple_of(8), 0);
        }
        let data = self.append(&names);
        let mut heap = b"HEAP\0\0\0\0".to_vec();
        // The size; no free block; the address.
        [names.len() as u64, 1, data].iter().for_each(|value| heap.extend(value.to_le_bytes()));
        let heap = self.append(&heap);
        let tree = self.tree(&places);
        let mut message = Vec::new();
        [tree, heap].iter().for_each(|value| message.extend(value.to_le_bytes()));
        let header = self.header(&[(0x11, message)]);
        [header, tree, heap]
    }

    /// The tree over a group's symbol tables, from the names' offsets and the objects' addresses, sorted by name.
    fn tree(&mut self, places: &[(u64, u64)]) -> u64 {
        let tables: Vec<_> =
            places.chunks(2 * LEAF).map(|places| (places[places.len() - 1].0, self.table(places))).collect();
        let mut tree = b"TREE\0\0".to_vec();
        tree.extend((tables.len() as u16).to_le_bytes());
        [NOWHERE, NOWHERE, 0].iter().for_each(|value| tree.extend(value.to_le_bytes()));
        for (last_name, table) in tables {
            [table, last_name].iter().for_each(|value: &u64| tree.extend(value.to_le_bytes()));
        }
        tree.resize(24 + (2 * self.half + 1) * 8 + 2 * self.half * 8, 0);
        self.append(&tree)
    }

    fn table(&mut self, places: &[(u64, u64)]) -> u64 {
        let mut table = b"SNOD\x01\0".to_vec();
        table.extend((places.len() as u16).to_le_bytes());
        for &(name, address) in places {
            [name, address, 0, 0, 0].iter().for_each(|value| table.extend(value.to_le_bytes()));
        }
        table.resize(8 + 2 * LEAF * 40, 0);
        self.append(&table)
    }

    /// An array: the address of its header.
    fn array(&mut self, shape: &[usize], values: &[f32]) -> u64 {
        let bytes: Vec<u8> = values.iter().flat_map(|value| value.to_le_bytes()).collect();
        let data = if bytes.is_empty() { NOWHERE } else { self.append(&bytes) };
        let mut space = vec![1, shape.len() as u8, 0, 0, 0, 0, 0, 0];
        shape.iter().for_each(|&size| space.extend((size as u64).to_le_bytes()));
        // IEEE 754, little-endian: sign at bit 31, exponent of 8 bits at 23 with bias 127, mantissa of 23 bits at 0.
        let mut float = vec![0x11, 0x20, 31, 0];
        float.extend(4_u32.to_le_bytes());
        float.extend([0, 0, 32, 0, 23, 8, 0, 23]);
        float.extend(127_u32.to_le_bytes());
        // Space is there from the beginning; nothing is filled.
        let fill = vec![2, 1, 2, 0];
        let mut layout = vec![3, 1];
        [data, bytes.len() as u64].iter().for_each(|value| layout.extend(value.to_le_bytes()));
        self.header(&[(1, space), (3, float), (5, fill), (8, layout)])
    }

    /// An object's header with these messages.
    fn header(&mut self, messages: &[(u16, Vec<u8>)]) -> u64 {
        let mut body = Vec::new();
        for (kind, message) in messages {
            let size = message.len().next_multiple_of(8);
            body.extend(kind.to_le_bytes());
            body.extend((size as u16).to_le_bytes());
            body.extend([0; 4]);
            body.extend(message);
            body.resize(body.len() + size - message.len(), 0);
        }
        let mut header = vec![1, 0];
        header.extend((messages.len() as u16).to_le_bytes());
        header.extend(1_u32.to_le_bytes());
        header.extend((body.len() as u32).to_le_bytes());
        header.extend([0; 4]);
        header.extend(body);
        self.append(&header)
    }
}
