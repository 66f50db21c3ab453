package parley.session;

import static java.lang.System.Logger.Level.WARNING;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

import parley.client.api.Accounts;
import parley.client.api.Accounts.Account;
import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.backup.BackupPart;
import parley.client.api.crypto.Identities;
import parley.client.api.crypto.SuiteMissingException;
import parley.client.api.crypto.UntrustedException;
import parley.client.api.store.Store;
import parley.client.api.store.Transaction;
import parley.protocol.RelayAddress;
import parley.protocol.content.BackupItem;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.Parts;
import parley.session.AccountRecords.Kept;

import java.net.URI;
import java.time.Instant;

/** The account in backups: its key, and where its relay is. Whoever restores it is a new device of the account. */
@Component
public final class AccountBackup implements BackupPart {

    private static final System.Logger log = System.getLogger(AccountBackup.class.getName());

    private final Store store;
    private final Identities identities;
    private final Accounts accounts;

    @Activate
    public AccountBackup(@Reference Store store, @Reference Identities identities, @Reference Accounts accounts) {
        this.store = store;
        this.identities = identities;
        this.accounts = accounts;
    }

    @Override
    public int place() {
        return FIRST;
    }

    @Override
    public long size() {
        return 1;
    }

    @Override
    public void save(Sink sink) throws CommandException {
        record Whole(Kept kept, Bytes identity) {}
        var whole =
                store.transact(tx ->
                        new Whole(
                                AccountRecords.account(tx).orElseThrow(Accounts::missing),
                                AccountRecords.identity(tx).orElseThrow(Accounts::missing)));
        var account = whole.kept.account();
        var secret =
                identities
                        .accountSecret(whole.identity)
                        .orElseThrow(() ->
                                new CommandException(
                                        Code.REFUSED,
                                        "this device does not have the account's key; make the backup on the one that"
                                                + " does"));
        sink.put(
                new BackupItem.Account(
                        account.key(),
                        secret,
                        account.address(),
                        account.relay().url().toString(),
                        whole.kept.relay(),
                        identities.view(whole.identity).devices(),
                        Instant.now().toEpochMilli(),
                        Parts.NONE));
    }

    @Override
    public Taker restore(Transaction tx) throws CommandException {
        var there = AccountRecords.account(tx);
        if (there.isPresent()) {
            throw new CommandException(
                    Code.REFUSED,
                    "this profile has an account already, "
                            + there.get().account().address()
                            + "; restore into a new profile: --profile NAME, or --home DIR");
        }
        return item -> {
            if (!(item instanceof BackupItem.Account account)) return false;
            take(tx, account);
            return true;
        };
    }

    private void take(Transaction tx, BackupItem.Account saved) throws CommandException {
        try {
            var relay = new RelayAddress(URI.create(saved.url()), RelayAddress.fingerprint(saved.relay()));
            var identity = identities.restore(saved.secret(), saved.devices());
            var device = identities.view(identity).device();
            AccountRecords.putIdentity(tx, identity);
            AccountRecords.putAccount(
                    tx, new Kept(new Account(saved.address(), saved.account(), device, relay), saved.relay()));
            Recovery.begin(tx);
            tx.afterCommit(() -> follow(relay.url()));
        } catch (SuiteMissingException e) {
            throw RelayLink.suiteMissing(e);
        } catch (UntrustedException | IllegalArgumentException e) {
            throw new CommandException(
                    Code.DAMAGED, "the account in this backup does not fit together; use another backup", e);
        }
    }

    /** The session takes the account up as it is stored now. */
    private void follow(URI url) {
        try {
            accounts.relayMoved(url);
        } catch (CommandException e) {
            log.log(WARNING, "The restored account is taken up at the next start: {0}", e.getMessage());
        }
    }
}
