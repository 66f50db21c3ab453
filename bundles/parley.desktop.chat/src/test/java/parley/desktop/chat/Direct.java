package parley.desktop.chat;

import org.eclipse.swt.widgets.Widget;

import parley.desktop.api.UiThread;

/** Runs everything at once. */
final class Direct implements UiThread {
    @Override
    public void execute(Runnable task) {
        task.run();
    }

    @Override
    public void update(Widget widget, Runnable task) {
        task.run();
    }

    @Override
    public void latest(Object key, Runnable task) {
        task.run();
    }

    @Override
    public boolean here() {
        return true;
    }
}
