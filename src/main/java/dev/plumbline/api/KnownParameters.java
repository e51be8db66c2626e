package dev.plumbline.api;

import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ResourceInfo;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Refuses parameters that an address does not know: whoever mistypes a filter would take an answer
 * about everything for one about what they meant.
 */
class KnownParameters {

  private final Map<Method, Set<String>> known = new ConcurrentHashMap<>();

  @ServerRequestFilter
  void check(ContainerRequestContext request, ResourceInfo resource) {
    Method method = resource.getResourceMethod();
    if (method == null || !isForPrograms(method.getDeclaringClass())) {
      return;
    }
    Set<String> names = known.computeIfAbsent(method, KnownParameters::of);
    for (String given : request.getUriInfo().getQueryParameters().keySet()) {
      if (!names.contains(given)) {
        throw Refusal.wrong(
            names.isEmpty()
                ? "This address takes no parameters, but \"%s\" is given.".formatted(given)
                : "There is no parameter \"%s\" here; there are %s."
                    .formatted(given, String.join(", ", names)));
      }
    }
  }

  /** Mail servers of others ask as a record in DNS tells them to, whatever that says. */
  private static boolean isForPrograms(Class<?> resource) {
    return resource.getPackageName().equals(KnownParameters.class.getPackageName())
        && !resource.isAnnotationPresent(PermitAll.class);
  }

  private static Set<String> of(Method method) {
    Set<String> names = new TreeSet<>();
    for (Parameter one : method.getParameters()) {
      if (one.isAnnotationPresent(QueryParam.class)) {
        names.add(one.getAnnotation(QueryParam.class).value());
      } else if (one.isAnnotationPresent(RestQuery.class)) {
        String name = one.getAnnotation(RestQuery.class).value();
        names.add(name.isEmpty() ? one.getName() : name);
      } else if (one.isAnnotationPresent(BeanParam.class)) {
        for (Class<?> type = one.getType(); type != Object.class; type = type.getSuperclass()) {
          for (Field field : type.getDeclaredFields()) {
            if (field.isAnnotationPresent(QueryParam.class)) {
              names.add(field.getAnnotation(QueryParam.class).value());
            }
          }
        }
      }
    }
    return names;
  }
}
