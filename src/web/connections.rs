//! How many connections there are, in all and from each address.

use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Arc, Mutex, PoisonError};

/// The connections that are open.
#[derive(Debug)]
pub(super) struct Connections {
    most: usize,
    most_per_peer: usize,
    open: Mutex<Open>,
}

#[derive(Debug, Default)]
struct Open {
    all: usize,
    by_peer: BTreeMap<IpAddr, usize>,
}

/// The place of one connection; it is free again once this is dropped.
#[derive(Debug)]
pub(super) struct Place {
    connections: Arc<Connections>,
    peer: IpAddr,
}

impl Connections {
    pub(super) fn new(most: usize, most_per_peer: usize) -> Arc<Self> {
        Arc::new(Self {
            most,
            most_per_peer,
            open: Mutex::default(),
        })
    }

    /// Takes a place for a connection from `peer`; `None` where all are taken. A `trusted` peer
    /// speaks for many and may take any number.
    pub(super) fn take(self: &Arc<Self>, peer: IpAddr, trusted: bool) -> Option<Place> {
        let peer = network(peer);
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let here = open.by_peer.get(&peer).copied().unwrap_or_default();
        if open.all >= self.most || (!trusted && here >= self.most_per_peer) {
            return None;
        }
        open.all = open.all.saturating_add(1);
        open.by_peer.insert(peer, here.saturating_add(1));
        Some(Place {
            connections: Arc::clone(self),
            peer,
        })
    }

    /// Returns how many are open.
    pub(super) fn open(&self) -> usize {
        let open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        open.all
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let open = &self.connections.open;
        let mut open = open.lock().unwrap_or_else(PoisonError::into_inner);
        open.all = open.all.saturating_sub(1);
        let left = open.by_peer.get(&self.peer).copied().unwrap_or_default();
        if left <= 1 {
            open.by_peer.remove(&self.peer);
        } else {
            open.by_peer.insert(self.peer, left.saturating_sub(1));
        }
    }
}

/// Returns the address, or the network of 64 bits: whoever has one IPv6 address has them all.
pub(super) fn network(peer: IpAddr) -> IpAddr {
    match peer {
        IpAddr::V4(_) => peer,
        IpAddr::V6(v6) => match v6.to_ipv4_mapped() {
            Some(v4) => IpAddr::V4(v4),
            None => {
                let [a, b, c, d, ..] = v6.segments();
                IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
            }
        },
    }
}
