package parley.desktop.chat;

import parley.client.api.Contacts.Contact;
import parley.client.api.Contacts.State;
import parley.desktop.chat.list.People.Check;
import parley.desktop.chat.list.People.Person;
import parley.protocol.AccountKey;

import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Who of those one talks with has been chosen. For the UI thread. */
final class Picked {

    private final Scene scene;
    private final Runnable changed;
    private final Set<String> chosen = new LinkedHashSet<>();

    Picked(Scene scene, Runnable changed) {
        this.scene = scene;
        this.changed = changed;
    }

    /** A row for everybody who can be chosen, by name; not for those in {@code besides}. */
    List<Person> rows(Collection<AccountKey> besides) {
        return scene.contacts().stream()
                .filter(contact -> contact.state() == State.APPROVED && !besides.contains(contact.account()))
                .map(this::row)
                .sorted(Comparator.comparing(Person::title, String.CASE_INSENSITIVE_ORDER))
                .toList();
    }

    private Person row(Contact contact) {
        var title = scene.titles().of(contact);
        var address = contact.address().toString();
        var key = Names.key(contact.account());
        var check = chosen.contains(key) ? Check.ON : Check.OFF;
        return new Person(key, title, title.equals(address) ? "" : address, "", check);
    }

    void toggle(Person person) {
        if (!chosen.remove(person.key())) chosen.add(person.key());
        changed.run();
    }

    void clear() {
        chosen.clear();
        changed.run();
    }

    /** The addresses of the chosen, in the order in which they were. */
    List<String> addresses() {
        return chosen.stream().flatMap(this::address).toList();
    }

    private Stream<String> address(String key) {
        return scene.contacts().stream()
                .filter(contact -> Names.key(contact.account()).equals(key))
                .map(contact -> contact.address().toString());
    }
}
