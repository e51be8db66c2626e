package dev.plumbline.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects the repairs of one report; the same repair of many rows becomes one line. */
public final class RepairLedger {

  public static final int MAX_REPAIRS = 1_000;
  static final int MAX_DETAIL_CHARS = 300;
  private static final int MAX_QUOTED_CHARS = 80;

  private final Map<Repair, Times> repairs = new LinkedHashMap<>();
  private long unlisted;
  private long record;

  /** Says which record is being read, from 1; 0 is the header. */
  public void enterRecord(long number) {
    record = number;
  }

  public void add(RepairCode code, String detail) {
    Repair repair = new Repair(code.wire(), cut(detail, MAX_DETAIL_CHARS));
    Times times = repairs.get(repair);
    if (times != null) {
      times.count++;
    } else if (repairs.size() < MAX_REPAIRS) {
      repairs.put(repair, new Times(record));
    } else {
      unlisted++;
    }
  }

  /** Takes repairs over that were made before this reading. */
  public void addAll(List<Repair> earlier) {
    earlier.forEach(repair -> repairs.putIfAbsent(repair, new Times(0)));
  }

  public List<Repair> toList() {
    List<Repair> list = new ArrayList<>(repairs.size() + 1);
    repairs.forEach((repair, times) -> list.add(times.appendTo(repair)));
    if (unlisted > 0) {
      list.add(
          new Repair(RepairCode.MORE_REPAIRS.wire(), unlisted + " more repairs are not listed"));
    }
    return list;
  }

  /** Text from the report for use in a detail: on one line, printable, bounded. */
  public static String quote(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    cut(text, MAX_QUOTED_CHARS)
        .codePoints()
        .forEach(c -> quoted.appendCodePoint(printable(c) ? c : '\uFFFD'));
    return quoted.append('"').toString();
  }

  private static boolean printable(int c) {
    int type = Character.getType(c);
    return type != Character.CONTROL
        && type != Character.FORMAT
        && type != Character.SURROGATE
        && type != Character.LINE_SEPARATOR
        && type != Character.PARAGRAPH_SEPARATOR;
  }

  /** The text up to a number of chars, with an ellipsis if something is cut; never half a pair. */
  public static String cut(String text, int chars) {
    if (text.length() <= chars) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(chars - 1)) ? chars - 1 : chars;
    return text.substring(0, end) + "...";
  }

  private static final class Times {
    private final long firstRecord;
    private long count = 1;

    Times(long firstRecord) {
      this.firstRecord = firstRecord;
    }

    Repair appendTo(Repair repair) {
      String where = firstRecord == 0 ? "" : "record " + firstRecord;
      String times = count == 1 ? "" : count + " times";
      if (where.isEmpty() && times.isEmpty()) {
        return repair;
      }
      String note =
          times.isEmpty() ? where : where.isEmpty() ? times : times + ", first in " + where;
      return new Repair(repair.code(), repair.detail() + " (" + note + ")");
    }
  }
}
