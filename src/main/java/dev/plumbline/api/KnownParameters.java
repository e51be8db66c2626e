package dev.plumbline.api;

import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ResourceInfo;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Refuses parameters that an address does not know, and those that are given too often or empty:
 * whoever mistypes a filter would take an answer about everything for one about what they meant.
 */
class KnownParameters {

  /** For each method its parameters, and whether they may be given several times. */
  private final Map<Method, Map<String, Boolean>> known = new ConcurrentHashMap<>();

  @ServerRequestFilter
  void check(ContainerRequestContext request, ResourceInfo resource) {
    Method method = resource.getResourceMethod();
    if (method == null || !isForPrograms(method.getDeclaringClass())) {
      return;
    }
    Map<String, Boolean> names = known.computeIfAbsent(method, KnownParameters::of);
    request.getUriInfo().getQueryParameters().forEach((name, values) -> check(names, name, values));
  }

  private static void check(Map<String, Boolean> names, String name, List<String> values) {
    Boolean several = names.get(name);
    if (several == null) {
      throw Refusal.wrong(
          names.isEmpty()
              ? "This address takes no parameters, but \"%s\" is given.".formatted(name)
              : "There is no parameter \"%s\" here; there are %s."
                  .formatted(name, String.join(", ", names.keySet())));
    }
    if (!several && values.size() > 1) {
      throw Refusal.wrong("%s is given %d times; it counts once.".formatted(name, values.size()));
    }
    // An empty word in a list would be passed over, and the answer be about everything.
    if (several && values.stream().anyMatch(String::isBlank)) {
      throw Refusal.wrong("%s is given without a value; leave it out instead.".formatted(name));
    }
  }

  /** Mail servers of others ask as a record in DNS tells them to, whatever that says. */
  private static boolean isForPrograms(Class<?> resource) {
    return resource.getPackageName().equals(KnownParameters.class.getPackageName())
        && !resource.isAnnotationPresent(PermitAll.class);
  }

  private static Map<String, Boolean> of(Method method) {
    Map<String, Boolean> names = new TreeMap<>();
    for (Parameter one : method.getParameters()) {
      if (one.isAnnotationPresent(QueryParam.class)) {
        names.put(one.getAnnotation(QueryParam.class).value(), several(one.getType()));
      } else if (one.isAnnotationPresent(RestQuery.class)) {
        String name = one.getAnnotation(RestQuery.class).value();
        names.put(name.isEmpty() ? one.getName() : name, several(one.getType()));
      } else if (one.isAnnotationPresent(BeanParam.class)) {
        for (Class<?> type = one.getType(); type != Object.class; type = type.getSuperclass()) {
          for (Field field : type.getDeclaredFields()) {
            if (field.isAnnotationPresent(QueryParam.class)) {
              names.put(field.getAnnotation(QueryParam.class).value(), several(field.getType()));
            }
          }
        }
      }
    }
    return names;
  }

  private static boolean several(Class<?> type) {
    return Collection.class.isAssignableFrom(type);
  }
}
