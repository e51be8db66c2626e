package dev.plumbline.report.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.xml.bind.annotation.XmlElement;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The vocabulary and the classes that JAXB fills say the same. */
class VocabularyTest {

  /** Which elements each class stands for. */
  private static final Map<Class<?>, Set<Vocabulary>> CLASSES =
      Map.of(
          Fragments.Metadata.class, EnumSet.of(Vocabulary.REPORT_METADATA),
          Fragments.DateRange.class, EnumSet.of(Vocabulary.DATE_RANGE),
          Fragments.Policy.class, EnumSet.of(Vocabulary.POLICY_PUBLISHED),
          Fragments.RecordFragment.class, EnumSet.of(Vocabulary.RECORD),
          Fragments.Row.class, EnumSet.of(Vocabulary.ROW),
          Fragments.Evaluated.class, EnumSet.of(Vocabulary.POLICY_EVALUATED),
          Fragments.Reason.class, EnumSet.of(Vocabulary.REASON),
          Fragments.Identifiers.class, EnumSet.of(Vocabulary.IDENTIFIERS),
          Fragments.AuthResults.class, EnumSet.of(Vocabulary.AUTH_RESULTS),
          Fragments.AuthResult.class, EnumSet.of(Vocabulary.DKIM, Vocabulary.SPF));

  /** What stands in no fragment: read by ReportReading itself, or of no use. */
  private static final Set<Vocabulary> NOT_IN_FRAGMENTS =
      EnumSet.of(
          Vocabulary.FEEDBACK,
          Vocabulary.VERSION,
          Vocabulary.EXTENSION,
          Vocabulary.EXTENSIONS,
          Vocabulary.REPORT_METADATA,
          Vocabulary.POLICY_PUBLISHED,
          Vocabulary.RECORD,
          Vocabulary.RF,
          Vocabulary.RI);

  @Test
  void every_class_of_the_fragments_stands_for_an_element() {
    assertThat(Fragments.class.getDeclaredClasses())
        .filteredOn(type -> type != Fragments.Fragment.class)
        .containsExactlyInAnyOrderElementsOf(CLASSES.keySet());
  }

  @Test
  void an_element_of_a_fragment_is_in_the_vocabulary_at_the_same_place() {
    CLASSES.forEach(
        (type, parents) ->
            elements(type)
                .forEach(
                    (name, content) -> {
                      Vocabulary element = Vocabulary.named(name);
                      if (element == Vocabulary.RECORD) {
                        // No standard has a record in a record; it is read with a repair.
                        assertThat(parents).containsExactly(Vocabulary.RECORD);
                        return;
                      }
                      assertThat(element).as(name).isNotNull();
                      assertThat(element.parents())
                          .as(name + " in " + type.getSimpleName())
                          .containsAnyElementsOf(parents);
                      assertThat(
                              content == String.class
                                  ? !holdsElements(element)
                                  : !element.holdsTextOnly())
                          .as(name + " holds " + content.getSimpleName())
                          .isTrue();
                    }));
  }

  @Test
  void every_element_of_the_vocabulary_is_read() {
    Set<Vocabulary> read = EnumSet.copyOf(NOT_IN_FRAGMENTS);
    CLASSES
        .keySet()
        .forEach(type -> elements(type).keySet().forEach(name -> read.add(Vocabulary.named(name))));
    assertThat(read).containsExactly(Vocabulary.values());
  }

  @Test
  void another_name_is_understood_and_is_nobodys_own_name() {
    assertThat(Vocabulary.understood("identities")).isEqualTo(Vocabulary.IDENTIFIERS);
    assertThat(Vocabulary.understood("t")).isEqualTo(Vocabulary.TESTING);
    assertThat(Vocabulary.named("identities")).isNull();
    assertThat(Vocabulary.understood("invented")).isNull();
  }

  private static boolean holdsElements(Vocabulary element) {
    return Stream.of(Vocabulary.values()).anyMatch(other -> other.parents().contains(element))
        && element != Vocabulary.DKIM
        && element != Vocabulary.SPF;
  }

  /** The elements that JAXB puts into a class, with the type of what they hold. */
  private static Map<String, Class<?>> elements(Class<?> type) {
    Map<String, Class<?>> elements = new TreeMap<>();
    for (Method method : type.getDeclaredMethods()) {
      if (method.isAnnotationPresent(XmlElement.class)) {
        elements.put(name(method), method.getParameterTypes()[0]);
      }
    }
    for (Field field : type.getDeclaredFields()) {
      if (field.isAnnotationPresent(XmlElement.class)) {
        assertThat(field.getType()).isEqualTo(List.class);
        elements.put(
            name(field),
            (Class<?>) ((ParameterizedType) field.getGenericType()).getActualTypeArguments()[0]);
      }
    }
    return elements;
  }

  private static String name(AnnotatedElement element) {
    return element.getAnnotation(XmlElement.class).name();
  }
}
