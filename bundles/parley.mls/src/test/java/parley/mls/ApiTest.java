package parley.mls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.lang.reflect.Executable;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** The public API stands on the JDK, the cipher contract and itself: the codec inside is this bundle's own copy. */
class ApiTest {

    @Test
    void showsNoPrivateType() throws Exception {
        var wrong = new TreeSet<String>();
        var seen = 0;
        for (var type : publicTypes()) {
            seen++;
            for (var field : type.getDeclaredFields())
                check(type, field.getModifiers(), field.getName(), wrong, List.of(field.getGenericType()));
            for (var method : type.getDeclaredMethods()) {
                if (!method.isSynthetic()) check(type, method.getModifiers(), method.getName(), wrong, types(method));
            }
            for (var constructor : type.getDeclaredConstructors()) {
                check(type, constructor.getModifiers(), "constructor", wrong, types(constructor));
            }
        }
        assertTrue(seen > 25, "types looked at: " + seen);
        assertEquals(new TreeSet<String>(), wrong);
    }

    private static void check(Class<?> owner, int modifiers, String name, TreeSet<String> wrong, List<Type> types) {
        if (!Modifier.isPublic(modifiers) && !Modifier.isProtected(modifiers)) return;
        for (var type : types) {
            for (var part : parts(type)) {
                var ours = part.getPackageName().startsWith("parley.");
                var allowed = part.getPackageName().equals("parley.cipher.api") || isPublic(part);
                if (ours && !allowed) wrong.add(owner.getName() + "." + name + " shows " + part.getName());
            }
        }
    }

    private static List<Type> types(Executable executable) {
        var types = new ArrayList<Type>(List.of(executable.getGenericParameterTypes()));
        if (executable instanceof Method method) types.add(method.getGenericReturnType());
        return types;
    }

    private static List<Class<?>> parts(Type type) {
        var parts = new ArrayList<Class<?>>();
        switch (type) {
            case Class<?> it when it.isArray() -> parts.addAll(parts(it.getComponentType()));
            case Class<?> it -> parts.add(it);
            case ParameterizedType it -> {
                parts.addAll(parts(it.getRawType()));
                for (var argument : it.getActualTypeArguments()) parts.addAll(parts(argument));
            }
            case GenericArrayType it -> parts.addAll(parts(it.getGenericComponentType()));
            case WildcardType it -> {
                for (var bound : it.getUpperBounds()) parts.addAll(parts(bound));
            }
            default -> {}
        }
        return parts;
    }

    private static boolean isPublic(Class<?> type) {
        for (Class<?> at = type; at != null; at = at.getEnclosingClass()) {
            if (!Modifier.isPublic(at.getModifiers())) return false;
        }
        return type.getPackageName().equals("parley.mls");
    }

    private static List<Class<?>> publicTypes() throws IOException, ClassNotFoundException {
        var types = new ArrayList<Class<?>>();
        try (var files = Files.list(Path.of("target", "classes", "parley", "mls"))) {
            for (var file : files.toList()) {
                var name = file.getFileName().toString();
                if (!name.endsWith(".class") || name.equals("package-info.class")) continue;
                var type = Class.forName("parley.mls." + name.substring(0, name.length() - 6));
                if (isPublic(type)) types.add(type);
            }
        }
        return types;
    }
}
