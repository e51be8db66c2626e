package dev.plumbline.review;

import dev.plumbline.sender.MailService;
import dev.plumbline.sender.MailService.Authorization;
import dev.plumbline.sender.MailService.Entry;
import dev.plumbline.standing.Service;
import dev.plumbline.standing.Service.Guide;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an entry of the catalogue means for the judgement of one domain's mail. */
public final class ServiceFacts {

  private ServiceFacts() {}

  public static @Nullable Service of(@Nullable MailService entry, String domain) {
    return entry == null
        ? null
        : new Service(
            entry.name(),
            entry.kind().label(),
            entry.kind().role(),
            entry.authorize() == null ? null : guide(entry.authorize(), domain));
  }

  private static Guide guide(Authorization authorize, String domain) {
    List<Entry> complete = authorize.dkim().stream().filter(Entry::isComplete).toList();
    String include = authorize.spf().use() ? authorize.spf().include() : null;
    return new Guide(
        authorize.where(),
        authorize.link(),
        complete.stream().map(entry -> text(entry.forDomain(domain))).toList(),
        complete.size() < authorize.dkim().size(),
        include == null || include.contains("{") || include.equals(Entry.SHOWN) ? null : include,
        authorize.returnPath().offered());
  }

  private static String text(Entry entry) {
    return entry.name() + " " + entry.type() + " " + entry.value();
  }
}
