package jobs

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"sync"
	"time"

	"github.com/alicebob/miniredis/v2"
	"github.com/hibiken/asynq"
	"github.com/redis/go-redis/v9"
)

const (
	// checkEvery is how often idle workers look for jobs; asynq's own second would be felt. Each look costs a script in
	// the embedded Redis, so the queues of longer work are looked at less often.
	checkEvery     = 100 * time.Millisecond
	checkLongEvery = 300 * time.Millisecond
	// lossRetries is how often asynq itself repeats a task that it lost sight of. With 0 it would archive it.
	lossRetries = 25
	// queuePrefix keeps apart what others keep in the same Redis.
	queuePrefix = "fleetbox:"
)

// broker is the queue itself: asynq on the Redis inside this process, or on a real one.
type broker struct {
	redis     redis.UniversalClient
	client    *asynq.Client
	inspector *asynq.Inspector
	servers   []*asynq.Server
	embedded  *embeddedRedis // nil with a real Redis
}

// openBroker starts one server a queue, because only a server of its own keeps a queue to its number of workers.
func openBroker(o Options, queues map[string]int, log *slog.Logger, process func(queue, id string)) (*broker, error) {
	b := &broker{}
	if err := b.connect(o.Redis); err != nil {
		return nil, err
	}
	for name, workers := range queues {
		err := b.startServer(name, workers, o.ShutdownTimeout, log, func(id string) { process(name, id) })
		if err != nil {
			b.finish()
			b.close()
			return nil, err
		}
	}
	return b, nil
}

// connect makes the clients. A real Redis may come later: until then the jobs wait in the outbox.
func (b *broker) connect(address string) error {
	if address == "" {
		b.embedded = startEmbeddedRedis()
		b.redis = b.embedded.client()
	} else {
		options, err := redis.ParseURL(address)
		if err != nil {
			return errors.New("the address of the Redis server is not valid") // err may show its password
		}
		options.MinRetryBackoff = checkEvery // asynq asks again at once when Redis is away
		options.MaxRetryBackoff = time.Second
		options.DialerRetries = 1
		options.DialTimeout = 2 * time.Second
		b.redis = redis.NewClient(options)
	}
	b.client = asynq.NewClientFromRedisClient(b.redis)
	b.inspector = asynq.NewInspectorFromRedisClient(b.redis)
	return nil
}

// startServer begins to take jobs out of a queue. The answer to asynq is always success: the outbox keeps the result.
func (b *broker) startServer(name string, workers int, shutdown time.Duration, log *slog.Logger, process func(id string)) error {
	every := checkLongEvery
	if name == DefaultQueue {
		every = checkEvery
	}
	server := asynq.NewServerFromRedisClient(b.redis, asynq.Config{
		Concurrency:       workers,
		Queues:            map[string]int{queuePrefix + name: 1},
		TaskCheckInterval: every,
		ShutdownTimeout:   shutdown,
		RetryDelayFunc:    func(int, error, *asynq.Task) time.Duration { return time.Second },
		Logger:            asynqLog{log},
		LogLevel:          asynq.WarnLevel,
	})
	b.servers = append(b.servers, server)
	return server.Start(asynq.HandlerFunc(func(_ context.Context, t *asynq.Task) error {
		process(string(t.Payload()))
		return nil
	}))
}

// offer puts a job into its queue. It is accepted as well when it lies there already. It is not when the queue still
// holds it as running, which ends when the queue has noticed that it does not.
func (b *broker) offer(ctx context.Context, queue, kind, id string, timeout time.Duration) (accepted bool, err error) {
	queue = queuePrefix + queue
	// The outbox decides about timeouts and retries. These only matter when asynq loses sight of a task.
	options := []asynq.Option{asynq.Queue(queue), asynq.TaskID(id), asynq.Timeout(timeout + time.Minute), asynq.MaxRetry(lossRetries)}
	enqueue := func() error {
		_, err := b.client.EnqueueContext(ctx, asynq.NewTask(kind, []byte(id)), options...)
		return err
	}
	err = enqueue()
	if !errors.Is(err, asynq.ErrTaskIDConflict) {
		return err == nil, err
	}
	info, err := b.inspector.GetTaskInfo(queue, id)
	if errors.Is(err, asynq.ErrTaskNotFound) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	switch info.State {
	case asynq.TaskStateActive:
		return false, nil
	case asynq.TaskStateArchived, asynq.TaskStateCompleted:
		if err := b.inspector.DeleteTask(queue, id); err != nil {
			return false, err
		}
		err := enqueue()
		return err == nil, err
	default:
		return true, nil
	}
}

// finish takes no more jobs and waits for those that run, at most for the time given to openBroker.
func (b *broker) finish() {
	var all sync.WaitGroup
	for _, server := range b.servers {
		all.Go(server.Shutdown)
	}
	all.Wait()
}

func (b *broker) close() {
	_ = b.redis.Close() // nothing is kept in it that matters
	if b.embedded != nil {
		b.embedded.close()
	}
}

// embeddedRedis lives in this process and is reached through pipes: it opens no port.
type embeddedRedis struct {
	server *miniredis.Miniredis
	stop   chan struct{}
	done   chan struct{}
}

func startEmbeddedRedis() *embeddedRedis {
	e := &embeddedRedis{server: miniredis.NewMiniRedis(), stop: make(chan struct{}), done: make(chan struct{})}
	go e.passTime()
	return e
}

// passTime lets keys expire, which miniredis does not do by itself.
func (e *embeddedRedis) passTime() {
	defer close(e.done)
	ticker := time.NewTicker(time.Second)
	defer ticker.Stop()
	last := time.Now()
	for {
		select {
		case <-e.stop:
			return
		case now := <-ticker.C:
			e.server.FastForward(now.Sub(last))
			last = now
		}
	}
}

// client is for asynq alone: a long pipeline of commands would block on the pipe.
func (e *embeddedRedis) client() *redis.Client {
	return redis.NewClient(&redis.Options{
		Dialer:          func(context.Context, string, string) (net.Conn, error) { return e.server.Dial() },
		DisableIdentity: true,
	})
}

func (e *embeddedRedis) close() {
	close(e.stop)
	<-e.done
	e.server.Close()
}
