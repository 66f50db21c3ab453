package parley.chat;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

import parley.client.api.CommandException;
import parley.client.api.Contacts;

import java.util.List;

/** The contacts as faces reach them: what {@link People} does, under a service of its own. */
@Component
public final class ContactBook implements Contacts {

    private final People people;

    @Activate
    public ContactBook(@Reference Chat chat) {
        this.people = chat.people();
    }

    @Override
    public List<Contact> all() throws CommandException {
        return people.all();
    }

    @Override
    public Contact connect(String addressOrLink) throws CommandException {
        return people.connect(addressOrLink);
    }

    @Override
    public Contact approve(String address) throws CommandException {
        return people.approve(address);
    }

    @Override
    public Contact deny(String address) throws CommandException {
        return people.deny(address);
    }

    @Override
    public Contact block(String address) throws CommandException {
        return people.block(address);
    }

    @Override
    public Contact unblock(String address) throws CommandException {
        return people.unblock(address);
    }
}
