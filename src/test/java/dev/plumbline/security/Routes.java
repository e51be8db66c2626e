package dev.plumbline.security;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.RestQuery;

/** What the running application answers to, read from its own methods: a new one is among them. */
final class Routes {

  private static final Pattern VARIABLE =
      Pattern.compile("\\{(\\w+)\\s*(?::[^{}]*(?:\\{[^}]*}[^{}]*)*)?}");

  /**
   * A way in.
   *
   * @param path with its variables in braces
   * @param query the names it reads of a query
   * @param fields the names it reads of a form
   * @param consumes the type of body it takes, empty for any
   */
  record Route(String method, String path, Set<String> query, Set<String> fields, String consumes) {

    /** The first word of the path, or {@code api}. */
    String room() {
      return path.split("/", 3)[1];
    }

    boolean isRead() {
      return method.equals("GET");
    }

    boolean isForPrograms() {
      return room().equals("api");
    }

    List<String> variables() {
      return VARIABLE.matcher(path).results().map(found -> found.group(1)).toList();
    }

    /** The path with values in place of its variables. */
    String filled(Map<String, String> values) {
      Matcher variable = VARIABLE.matcher(path);
      StringBuilder filled = new StringBuilder();
      while (variable.find()) {
        variable.appendReplacement(filled, Matcher.quoteReplacement(values.get(variable.group(1))));
      }
      return variable.appendTail(filled).toString();
    }

    @Override
    public String toString() {
      return method + " " + path + (consumes.isEmpty() ? "" : " of " + consumes);
    }
  }

  private Routes() {}

  static List<Route> of(BeanManager beans) {
    var routes = new TreeMap<String, Route>();
    for (Bean<?> bean : beans.getBeans(Object.class, Any.Literal.INSTANCE)) {
      Class<?> type = bean.getBeanClass();
      if (type.isAnnotationPresent(Path.class) && type.getName().startsWith("dev.plumbline.")) {
        for (Method method : type.getMethods()) {
          route(type, method).forEach(one -> routes.put(one.toString(), one));
        }
      }
    }
    assertThat(routes).hasSizeGreaterThan(50);
    return List.copyOf(routes.values());
  }

  private static List<Route> route(Class<?> type, Method method) {
    var routes = new ArrayList<Route>();
    for (Annotation annotation : method.getAnnotations()) {
      HttpMethod verb = annotation.annotationType().getAnnotation(HttpMethod.class);
      if (verb != null) {
        var query = new TreeSet<String>();
        var fields = new TreeSet<String>();
        for (Field field : type.getDeclaredFields()) {
          note(field, field.getName(), query, fields);
        }
        for (Parameter parameter : method.getParameters()) {
          note(parameter, parameter.getName(), query, fields);
          if (parameter.isAnnotationPresent(BeanParam.class)) {
            noteBean(parameter.getType(), query, fields);
          }
        }
        routes.add(
            new Route(verb.value(), path(type, method), query, fields, consumes(type, method)));
      }
    }
    assertThat(routes.isEmpty() && method.isAnnotationPresent(Path.class))
        .as("%s leads on to routes that the crawl would not see", method)
        .isFalse();
    return routes;
  }

  private static String path(Class<?> type, Method method) {
    Path below = method.getAnnotation(Path.class);
    String whole =
        "/" + type.getAnnotation(Path.class).value() + "/" + (below == null ? "" : below.value());
    return VARIABLE
        .matcher(whole.replaceAll("/+", "/").replaceAll("(?<=.)/$", ""))
        .replaceAll("{$1}");
  }

  private static String consumes(Class<?> type, Method method) {
    Consumes said = method.getAnnotation(Consumes.class);
    said = said == null ? type.getAnnotation(Consumes.class) : said;
    return said == null || said.value()[0].equals(MediaType.WILDCARD) ? "" : said.value()[0];
  }

  private static void noteBean(Class<?> bean, Set<String> query, Set<String> fields) {
    for (Class<?> type = bean; type != null; type = type.getSuperclass()) {
      for (Field field : type.getDeclaredFields()) {
        note(field, field.getName(), query, fields);
        if (field.isAnnotationPresent(BeanParam.class)) {
          noteBean(field.getType(), query, fields);
        }
      }
    }
  }

  private static void note(
      AnnotatedElement element, String name, Set<String> query, Set<String> fields) {
    for (Annotation one : element.getAnnotations()) {
      if (one instanceof QueryParam said) {
        query.add(said.value());
      } else if (one instanceof RestQuery said) {
        query.add(said.value().isEmpty() ? name : said.value());
      } else if (one instanceof FormParam said) {
        fields.add(said.value());
      } else if (one instanceof RestForm said) {
        fields.add(said.value().isEmpty() ? name : said.value());
      }
    }
  }
}
