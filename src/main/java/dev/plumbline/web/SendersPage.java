package dev.plumbline.web;

import dev.plumbline.people.Viewer;
import dev.plumbline.people.Viewers;
import dev.plumbline.recheck.Rechecks;
import dev.plumbline.review.KeptReviews;
import dev.plumbline.standing.Decision;
import dev.plumbline.standing.SenderJudge;
import dev.plumbline.standing.Standing;
import dev.plumbline.store.judgement.Decisions;
import dev.plumbline.store.judgement.DomainSummary;
import dev.plumbline.store.judgement.SenderStanding;
import dev.plumbline.store.judgement.Standings.Order;
import dev.plumbline.store.judgement.Standings.Wanted;
import dev.plumbline.store.people.Right;
import dev.plumbline.store.traffic.DomainInfo;
import dev.plumbline.store.traffic.Page;
import dev.plumbline.store.traffic.Traffic;
import dev.plumbline.store.traffic.TrafficQueries;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jboss.resteasy.reactive.RestForm;
import org.jspecify.annotations.Nullable;

/** The senders of a domain as a list to search and to sort, to decide about several at once. */
@Path("/domains/{domain}/senders")
@Produces(MediaType.TEXT_HTML)
@RolesAllowed(Right.Name.READ)
public class SendersPage {

  private static final int PAGE_SIZE = 50;

  /** More than a page shows are decided about by mistake. */
  private static final int MOST = 200;

  private static final Wanted EVERYONE = new Wanted(Set.of(), "", true);

  /** The orders in the words of the page. */
  private static final Map<Order, String> ORDERS = orders();

  @CheckedTemplate
  static class Templates {
    static native TemplateInstance list(SendersView view);
  }

  private final DomainRequests requests;
  private final KeptReviews reviews;
  private final TrafficQueries traffic;
  private final SenderLines lines;
  private final Decisions decisions;
  private final Rechecks rechecks;
  private final Viewers viewers;
  private final Clock clock;

  SendersPage(
      DomainRequests requests,
      KeptReviews reviews,
      TrafficQueries traffic,
      SenderLines lines,
      Decisions decisions,
      Rechecks rechecks,
      Viewers viewers,
      Clock clock) {
    this.decisions = decisions;
    this.rechecks = rechecks;
    this.viewers = viewers;
    this.clock = clock;
    this.requests = requests;
    this.reviews = reviews;
    this.traffic = traffic;
    this.lines = lines;
  }

  @GET
  public Response list(
      @BeanParam DomainRequest request,
      @QueryParam("standing") @Nullable String wantedStanding,
      @QueryParam("q") @DefaultValue("") String search,
      @QueryParam("sort") @Nullable String sort,
      @QueryParam("page") @Nullable String wantedPage,
      @QueryParam("format") @Nullable String format) {
    DomainRequests.Asked asked = requests.of(request);
    String name = asked.domain().name();
    Period period = asked.period();
    Standing standing = Standings.of(wantedStanding);
    Order order = order(sort);
    int page = Pager.number(wantedPage);
    Wanted wanted =
        new Wanted(
            standing == null ? Set.of() : EnumSet.of(standing), search, standing == null, order);
    if (format != null) {
      return exported(asked, wanted, format);
    }
    Page<SenderStanding> found = reviews.senders(asked.domain(), wanted, page - 1, PAGE_SIZE);
    Traffic all =
        traffic
            .traffic(List.of(asked.domain().id()), period.from(), period.to())
            .getOrDefault(asked.domain().id(), Traffic.NONE);
    String action = Links.senders(name);
    List<HiddenField> kept = new ArrayList<>();
    List<HiddenField> hidden = new ArrayList<>(period.hidden());
    HiddenField.add(kept, "standing", standing == null ? null : standing.wire());
    hidden.addAll(kept);
    HiddenField.add(kept, "q", search);
    if (order != Order.URGENCY) {
      kept.add(new HiddenField("sort", order.wire()));
    }
    String query = period.query() + HiddenField.query(kept);
    SendersView view =
        new SendersView(
            name,
            Links.domain(name, period),
            action,
            Format.count(all.messages(), "message", "messages")
                + ", "
                + Format.days(period.from(), period.to())
                + "."
                + own(name, period),
            period.picker(action, kept),
            Tabs.of(name, period, Tabs.SENDERS),
            standings(asked, wanted, found, standing),
            hidden,
            search,
            orders(order),
            found(found, search),
            Links.decisions(name, period),
            lines.folded(asked, found.items(), lines.known(asked, found.items())),
            Exports.of(action + "?" + query),
            Pager.of(page, PAGE_SIZE, found.total(), action + "?" + query + "&page="));
    return Response.ok(Templates.list(view).render()).build();
  }

  /** How much of the domain's own mail fails, as it was judged; empty if it has none. */
  private String own(String domain, Period period) {
    return reviews
        .summary(domain)
        .filter(one -> one.ownMessages() > 0)
        .map(
            one ->
                " %s of %s%s%s."
                    .formatted(
                        Format.count(one.ownFailing()),
                        Format.count(
                            one.ownMessages(), "message of yours fails", "messages of yours fail"),
                        DomainAnswers.exceptFixed(one),
                        period.unlessOf(one.from(), one.to())))
        .orElse("");
  }

  /**
   * Says whose the senders are.
   *
   * @param several the keys of senders that were put together, with blanks between
   * @param back the page to go back to, {@code senders} or else that of the domain
   */
  @POST
  @PageForm
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  @RolesAllowed(Right.Name.DECIDE)
  public Response decide(
      @BeanParam DomainRequest request,
      @RestForm("sender") List<String> senders,
      @RestForm("senders") List<String> several,
      @RestForm("verdict") @Nullable String verdict,
      @RestForm("note") @Nullable String note,
      @RestForm("by") @Nullable String by,
      @RestForm("back") @Nullable String back) {
    DomainRequests.Asked asked = requests.of(request);
    DomainInfo domain = asked.domain();
    Set<String> keys = new LinkedHashSet<>(senders);
    several.forEach(one -> keys.addAll(List.of(one.strip().split(" +"))));
    keys.remove("");
    if (keys.isEmpty()) {
      throw new BadRequestException("Tick the senders that it is about.");
    }
    if (keys.size() > MOST) {
      throw new BadRequestException(
          "At most %d senders are decided about at once.".formatted(MOST));
    }
    for (String key : keys) {
      if (reviews.sender(domain, key).isEmpty()) {
        throw new NotFoundException("No sender of this name is known for " + domain.name() + ".");
      }
    }
    Viewer viewer = viewers.now();
    Decision decision = DecisionFields.of(viewer, verdict, note, by, clock.instant());
    keys.forEach(key -> decisions.decide(viewer.who(), domain, key, decision));
    // What there is to do follows from whose they are.
    rechecks.requestNow(domain.name());
    String query = "?" + asked.period().query();
    return Response.seeOther(
            URI.create(
                ("senders".equals(back) ? Links.senders(asked.name()) : Links.domain(asked.name()))
                    + query))
        .build();
  }

  /** Standing and reasons as they were judged last, figures as the page shows them. */
  private Response exported(DomainRequests.Asked asked, Wanted wanted, String format) {
    var table =
        new Exported(
            "senders-" + asked.domain().name(),
            "sender",
            "name",
            "standing",
            "messages",
            "failing",
            "spf",
            "dkim",
            "sources",
            "first_seen",
            "last_seen",
            "silent_since",
            "reason");
    List<SenderStanding> senders =
        reviews.senders(asked.domain(), wanted, 0, Exported.MOST_ROWS).items();
    SenderLines.Known known = lines.known(asked, senders);
    for (SenderStanding one : senders) {
      Traffic shown = known.figures(one);
      table.add(
          one.sender().key(),
          one.sender().name(),
          one.standing().wire(),
          shown.messages(),
          shown.messages() - shown.pass(),
          shown.spf(),
          shown.dkim(),
          one.sources(),
          one.firstSeen(),
          one.lastSeen(),
          one.silentSince(),
          one.sentences().isEmpty() ? "" : one.sentences().get(0));
    }
    return table.as(format);
  }

  private static @Nullable String found(Page<SenderStanding> found, String search) {
    return search.isBlank()
        ? null
        : Format.count(found.total(), "sender is", "senders are") + " like that.";
  }

  private static Map<Order, String> orders() {
    Map<Order, String> words = new EnumMap<>(Order.class);
    words.put(Order.URGENCY, "what is most pressing");
    words.put(Order.FAILING, "failing messages");
    words.put(Order.MESSAGES, "messages");
    words.put(Order.SPF, "least share of SPF");
    words.put(Order.DKIM, "least share of DKIM");
    words.put(Order.SEEN, "last seen");
    words.put(Order.NAME, "name");
    return words;
  }

  private static List<SendersView.Choice> orders(Order current) {
    return ORDERS.entrySet().stream()
        .map(
            one ->
                new SendersView.Choice(
                    one.getKey() == Order.URGENCY ? "" : one.getKey().wire(),
                    one.getValue(),
                    one.getKey() == current))
        .toList();
  }

  private static Order order(@Nullable String wire) {
    return AddressWords.one("sort", wire, List.of(Order.values()), Order::wire)
        .orElse(Order.URGENCY);
  }

  /** Those that are silent are among all of them, and in no standing. */
  private List<Tab> standings(
      DomainRequests.Asked asked,
      Wanted wanted,
      Page<SenderStanding> found,
      @Nullable Standing current) {
    String domain = asked.domain().name();
    String address = Links.senders(domain) + "?" + asked.period().query();
    Map<Standing, Integer> counts =
        reviews.summary(domain).map(DomainSummary::senders).orElse(Map.of());
    long all =
        current == null && wanted.search().isBlank()
            ? found.total()
            : reviews.senders(asked.domain(), EVERYONE, 0, 1).total();
    var tabs = new ArrayList<Tab>();
    tabs.add(new Tab("All " + Format.count(all), address, current == null));
    for (Standing standing : SenderJudge.BY_URGENCY) {
      int count = counts.getOrDefault(standing, 0);
      if (count > 0 || standing == current) {
        tabs.add(
            new Tab(
                StandingBadge.of(standing).label() + " " + Format.count(count),
                address + "&standing=" + standing.wire(),
                standing == current));
      }
    }
    return tabs;
  }
}
