package io.reflux.teacher;

import java.util.Arrays;

/**
 * Where each key's record lies: a hash table of plain longs, about 24 bytes a key.
 *
 * <p>Open addressing with linear probing; an entry is never moved, and a removed one keeps its key
 * with {@link #ABSENT}.
 */
final class RecordIndex {
  /** No record has this place. */
  static final long ABSENT = -1;

  private static final long UNUSED = -2;
  private static final int FIRST_CAPACITY = 1 << 10;

  private long[] keys = new long[FIRST_CAPACITY];
  private long[] places = filled(FIRST_CAPACITY);
  private int used;
  private int present;

  /** The place of a key's record, or {@link #ABSENT}. */
  long get(long key) {
    long place = places[find(key)];
    return place == UNUSED ? ABSENT : place;
  }

  /** Notes a key's place, 0 or greater, or that it has none any more. */
  void put(long key, long place) {
    int at = find(key);
    if (places[at] == UNUSED) {
      if (place == ABSENT) {
        return;
      }
      used++;
    }
    present += (place >= 0 ? 1 : 0) - (places[at] >= 0 ? 1 : 0);
    keys[at] = key;
    places[at] = place;
    if (used > keys.length / 3 * 2) {
      grow();
    }
  }

  /** How many keys have a place. */
  int size() {
    return present;
  }

  private int find(long key) {
    int mask = keys.length - 1;
    long mixed = key * 0x9E3779B97F4A7C15L;
    int at = (int) (mixed ^ (mixed >>> 32)) & mask;
    while (places[at] != UNUSED && keys[at] != key) {
      at = (at + 1) & mask;
    }
    return at;
  }

  private void grow() {
    long[] oldKeys = keys;
    long[] oldPlaces = places;
    keys = new long[oldKeys.length * 2];
    places = filled(keys.length);
    used = 0;
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldPlaces[i] >= 0) {
        int at = find(oldKeys[i]);
        keys[at] = oldKeys[i];
        places[at] = oldPlaces[i];
        used++;
      }
    }
  }

  private static long[] filled(int length) {
    long[] places = new long[length];
    Arrays.fill(places, UNUSED);
    return places;
  }
}
