package dev.plumbline;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.domain.properties.CanBeAnnotated;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import dev.plumbline.store.Scope;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** Guards the rooms and floors that the root package-info draws. */
class ArchitectureTest {

  private static final String ROOT = "dev.plumbline";

  private static final List<String> PURE =
      List.of("dns", "spf", "dkim", "dmarc", "mailpolicy", "report", "mime", "standing", "verify");
  private static final List<String> APPLICATION =
      List.of(
          "store",
          "people",
          "intake",
          "sender",
          "review",
          "export",
          "recheck",
          "resolver",
          "digest",
          "alert",
          "sink");

  /** The order within the application floor, from below. */
  private static final List<String> STOREYS =
      List.of(
          "resolver",
          "sender",
          "store",
          "people",
          "review",
          "export",
          "digest",
          "alert",
          "sink",
          "intake",
          "recheck");

  private static final List<String> EDGE = List.of("web", "api", "cli", "security");

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT);

  @Test
  void every_class_lives_in_a_known_room() {
    var known = new TreeSet<String>();
    for (List<String> floor : List.of(PURE, APPLICATION, EDGE)) {
      known.addAll(floor);
    }
    for (JavaClass type : CLASSES) {
      if (!type.getPackageName().equals(ROOT)) {
        assertThat(known).as(type.getName()).contains(room(type));
      }
    }
  }

  @Test
  void rooms_are_free_of_cycles() {
    check(slices().matching(ROOT + ".(*)..").should().beFreeOfCycles());
  }

  @Test
  void imports_point_down_only() {
    check(
        noClasses()
            .that(in(PURE))
            .should()
            .dependOnClassesThat(in(APPLICATION).or(in(EDGE)))
            .because("a pure room knows nothing of the application"));
    check(
        noClasses()
            .that(in(APPLICATION))
            .should()
            .dependOnClassesThat(in(EDGE))
            .because("the application does not know who shows it"));
  }

  @Test
  void rooms_of_the_application_floor_stand_on_each_other_in_one_order() {
    for (int below = 0; below < STOREYS.size(); below++) {
      for (String higher : STOREYS.subList(below + 1, STOREYS.size())) {
        check(
            noClasses()
                .that(in(List.of(STOREYS.get(below))))
                .should()
                .dependOnClassesThat(in(List.of(higher)))
                .because(higher + " stands above it"));
      }
    }
  }

  @Test
  void edge_rooms_do_not_see_each_other() {
    for (String room : EDGE) {
      var others = new ArrayList<>(EDGE);
      others.remove(room);
      check(noClasses().that(in(List.of(room))).should().dependOnClassesThat(in(others)));
    }
  }

  @Test
  void pure_rooms_know_no_framework_and_no_socket() {
    check(
        noClasses()
            .that(in(PURE))
            .should()
            .dependOnClassesThat(
                resideInAnyPackage(
                    "io.quarkus..",
                    "io.smallrye..",
                    "io.vertx..",
                    "org.eclipse.microprofile..",
                    "jakarta.enterprise..",
                    "jakarta.inject..",
                    "jakarta.persistence..",
                    "jakarta.transaction..",
                    "jakarta.ws.rs..",
                    "org.hibernate..",
                    "java.sql..",
                    "java.net.http..",
                    "com.fasterxml.jackson.databind..",
                    "com.fasterxml.jackson.annotation..",
                    "com.fasterxml.jackson.dataformat..")));
    // A reader of tokens is the library of a format, as a StAX parser is.
    check(
        noClasses()
            .that(in(PURE).and(DescribedPredicate.not(in(List.of("report.tls")))))
            .should()
            .dependOnClassesThat(resideInAnyPackage("com.fasterxml.jackson..")));
    check(
        noClasses()
            .that(in(PURE))
            .should()
            .dependOnClassesThat()
            .haveNameMatching("java\\.net\\.(Server|Datagram|Multicast)?Socket"));
  }

  @Test
  void format_libraries_stay_in_the_room_of_their_format() {
    onlyIn(
        List.of("report.aggregate"),
        "jakarta.xml.bind..",
        "javax.xml.stream..",
        "com.fasterxml.aalto..");
    onlyIn(List.of("mime"), "org.apache.commons.compress..");
    onlyIn(
        List.of("mime", "report.mail", "report.failure", "intake", "digest"),
        "jakarta.mail..",
        "org.eclipse.angus..");
    onlyIn(List.of("intake.smtp"), "org.subethamail..");
    onlyIn(List.of("dmarc", "sender"), "com.google.common.net..");
    onlyIn(List.of("resolver"), "org.xbill..");
    onlyIn(List.of("store"), "io.zonky..", "org.postgresql..", "org.flywaydb..");
    onlyIn(List.of("cli"), "picocli..");
    onlyIn(List.of("cli", "export"), "de.siegmar.fastcsv..");
    onlyIn(List.of("api", "people"), "io.github.bucket4j..");
    onlyIn(List.of("api"), "io.prometheus..");
    onlyIn(List.of("web", "digest"), "io.quarkus.qute..");
    onlyIn(List.of("web"), "org.jsoup..");
    onlyIn(List.of("people"), "com.password4j..", "com.eatthepath..");
    onlyIn(List.of("people", "security", "web"), "io.quarkus.security..");
    onlyIn(List.of("sender"), "com.maxmind..", "com.fasterxml.jackson.dataformat..");
  }

  @Test
  void entities_never_leave_the_store() {
    onlyIn(List.of("store"), "jakarta.persistence..", "org.hibernate..");
    check(
        classes()
            .that()
            .areAnnotatedWith("jakarta.persistence.Entity")
            .should()
            .onlyBeAccessed()
            .byAnyPackage(ROOT + ".store..")
            .allowEmptyShould(true));
  }

  /** What has a query with and without a scope answers who asks from outside by the one with. */
  @Test
  void rooms_that_answer_requests_hand_the_scope_of_who_asks_on() {
    var without = new TreeSet<String>();
    for (JavaClass type : CLASSES) {
      if (!in(List.of("web", "api")).test(type)) {
        continue;
      }
      for (JavaMethodCall call : type.getMethodCallsFromSelf()) {
        List<String> with = new ArrayList<>(List.of(Scope.class.getName()));
        call.getTarget().getRawParameterTypes().forEach(one -> with.add(one.getName()));
        if (call.getTargetOwner()
            .tryGetMethod(call.getName(), with.toArray(String[]::new))
            .isPresent()) {
          without.add(call.getDescription());
        }
      }
    }
    assertThat(without).isEmpty();
  }

  @Test
  void every_method_that_answers_a_request_says_what_right_it_takes() {
    var silent = new TreeSet<String>();
    for (JavaClass type : CLASSES) {
      if (!in(List.of("web", "api")).test(type) || !type.isAnnotatedWith("jakarta.ws.rs.Path")) {
        continue;
      }
      for (JavaMethod method : type.getMethods()) {
        boolean answers =
            method.getAnnotations().stream()
                .anyMatch(one -> one.getRawType().isAnnotatedWith("jakarta.ws.rs.HttpMethod"));
        if (answers && !saysWho(method) && !saysWho(type)) {
          silent.add(method.getFullName());
        }
      }
    }
    assertThat(silent).isEmpty();
  }

  @Test
  void every_form_of_a_page_asks_for_the_token_of_its_session() {
    var open = new TreeSet<String>();
    for (JavaClass type : CLASSES) {
      if (!in(List.of("web")).test(type)) {
        continue;
      }
      for (JavaMethod method : type.getMethods()) {
        if (method.isAnnotatedWith("jakarta.ws.rs.POST")
            && !method.isAnnotatedWith("dev.plumbline.web.PageForm")) {
          open.add(method.getFullName());
        }
      }
    }
    assertThat(open).isEmpty();
  }

  private static boolean saysWho(CanBeAnnotated one) {
    return one.isAnnotatedWith("jakarta.annotation.security.RolesAllowed")
        || one.isAnnotatedWith("jakarta.annotation.security.PermitAll");
  }

  @Test
  void nobody_asks_the_system_for_the_time_or_for_an_address() {
    DescribedPredicate<JavaClass> any = alwaysTrue();
    for (Class<?> type :
        List.of(
            Instant.class,
            LocalDate.class,
            LocalDateTime.class,
            OffsetDateTime.class,
            ZonedDateTime.class)) {
      check(
          noClasses()
              .that(any)
              .should()
              .callMethod(type, "now")
              .because("the time comes from a Clock"));
    }
    check(
        noClasses()
            .that(in(PURE))
            .should()
            .dependOnClassesThat()
            .belongToAnyOf(Clock.class)
            .because("a pure room is told the time"));
    for (String resolving : List.of("getByName", "getAllByName")) {
      check(
          noClasses()
              .should()
              .callMethod(InetAddress.class, resolving, String.class)
              .because("it may ask the network"));
    }
  }

  @Test
  void every_room_says_what_it_is_and_is_null_marked() {
    Map<String, JavaPackage> rooms = new TreeMap<>();
    for (JavaClass type : CLASSES) {
      rooms.put(type.getPackageName(), type.getPackage());
    }
    for (JavaPackage room : rooms.values()) {
      assertThat(room.isAnnotatedWith(NullMarked.class)).as(room.getName()).isTrue();
    }
  }

  private static void onlyIn(Collection<String> rooms, String... libraries) {
    check(
        noClasses()
            .that(DescribedPredicate.not(in(rooms)))
            .should()
            .dependOnClassesThat(resideInAnyPackage(libraries)));
  }

  private static DescribedPredicate<JavaClass> in(Collection<String> rooms) {
    DescribedPredicate<JavaClass> predicate = DescribedPredicate.alwaysFalse();
    for (String room : rooms) {
      predicate = predicate.or(resideInAPackage(ROOT + "." + room + ".."));
    }
    return predicate.as("in " + rooms);
  }

  private static String room(JavaClass type) {
    String below = type.getPackageName().substring(ROOT.length() + 1);
    int dot = below.indexOf('.');
    return dot < 0 ? below : below.substring(0, dot);
  }

  private static void check(ArchRule rule) {
    rule.allowEmptyShould(true).check(CLASSES);
  }
}
