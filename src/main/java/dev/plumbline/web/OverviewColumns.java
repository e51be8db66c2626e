package dev.plumbline.web;

import dev.plumbline.review.Window;
import dev.plumbline.store.judgement.DomainList.Sort;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The columns of the front page's list. What fails of one's own is known for the days alone that
 * domains are judged by; messages are shown of the chosen days, while the list is in the order of
 * those that domains are judged by. The columns say so where these days are not the same.
 *
 * @param address of the list in an order, of its wire name
 * @param sorted the order of the list
 * @param judgedDays whether the days shown are those that domains are judged by
 */
record OverviewColumns(UnaryOperator<String> address, Sort sorted, boolean judgedDays) {

  private static final String LAST_DAYS = "last " + Window.DAYS + " days";

  static List<Column> of(UnaryOperator<String> address, Sort sorted, boolean judgedDays) {
    return new OverviewColumns(address, sorted, judgedDays).all();
  }

  private List<Column> all() {
    return List.of(
        column("Domain", Sort.NAME, "ascending", ""),
        column("Needs", Sort.URGENCY, "ascending", ""),
        Column.plain("Next step"),
        column("Policy", Sort.POLICY, "ascending", ""),
        column(
            "Failing of yours" + (judgedDays ? "" : ", " + LAST_DAYS),
            Sort.FAILING,
            "descending",
            "num"),
        judgedDays || sorted != Sort.MESSAGES
            ? column("Messages", Sort.MESSAGES, "descending", "num")
            : column("Messages, sorted by the " + LAST_DAYS, Sort.MESSAGES, null, "num"),
        Column.plain("Trend"),
        column("Newest report", Sort.NEWEST, "descending", ""));
  }

  private Column column(String text, Sort sort, @Nullable String direction, String css) {
    return new Column(
        text,
        address.apply(sort == Sort.URGENCY ? "" : sort.wire()),
        sorted == sort ? direction : null,
        css);
  }
}
